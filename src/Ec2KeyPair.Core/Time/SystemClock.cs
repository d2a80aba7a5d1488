namespace Ec2KeyPair.Core.Time;

/// <summary>The machine's clock.</summary>
public sealed class SystemClock : IClock
{
    /// <summary>The one there is.</summary>
    public static SystemClock Instance { get; } = new();

    /// <inheritdoc/>
    public DateTime UtcNow => DateTime.UtcNow;

    /// <inheritdoc/>
    public Task DelayAsync(TimeSpan duration, CancellationToken cancel) => Task.Delay(duration, cancel);
}
