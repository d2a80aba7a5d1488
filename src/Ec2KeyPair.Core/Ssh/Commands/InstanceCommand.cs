namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>A command for many instances.</summary>
public sealed record InstanceCommand
{
    /// <summary>What to run: a command of sh, on Windows of PowerShell.</summary>
    public required string Text { get; init; }

    /// <summary>How long it may run on one instance.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Instances at once.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>TCP port of the SSH servers.</summary>
    public int Port { get; init; } = 22;

    /// <summary>Something is asked for that only SSH has: a user, a key, a port. Then Session Manager carries SSH instead of the command itself.</summary>
    public bool WantsSsh { get; init; }

    /// <summary>Text for the session history; null for none.</summary>
    public string? Reason { get; init; }
}
