namespace Ec2KeyPair.Core.Time;

/// <summary>Time as the module sees it, so that tests need not wait for it.</summary>
public interface IClock
{
    /// <summary>Now, in UTC.</summary>
    DateTime UtcNow { get; }

    /// <summary>Ends when the duration is over.</summary>
    Task DelayAsync(TimeSpan duration, CancellationToken cancel);
}
