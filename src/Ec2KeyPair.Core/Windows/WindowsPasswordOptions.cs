namespace Ec2KeyPair.Core.Windows;

/// <summary>How passwords are fetched.</summary>
public sealed record WindowsPasswordOptions
{
    /// <summary>Wait for password data that is not there yet.</summary>
    public bool Wait { get; init; }

    /// <summary>How long to wait for one instance, counted from when it was first asked.</summary>
    /// <remarks>The API text says 15 minutes, the official waiter gives up after 10, AWS.Tools warns of 30.</remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Instances worked on at once.</summary>
    public int ThrottleLimit { get; init; } = 16;
}
