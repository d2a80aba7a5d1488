using Ec2KeyPair.Core.Connect;

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

    /// <summary>Which way the user asked for.</summary>
    public ConnectionRoute Via { get; init; }

    /// <summary>TCP port of the SSH servers; null for what each instance's tag says, or 22.</summary>
    public int? Port { get; init; }

    /// <summary>The parameters that were given and only SSH has, <c>-UserName</c>. With any, Session Manager carries SSH instead of the command itself.</summary>
    public IReadOnlyList<string> SshOnly { get; init; } = [];

    /// <summary>Something is asked for that only SSH has.</summary>
    internal bool WantsSsh => SshOnly.Count > 0;

    /// <summary>Text for the session history; null for none.</summary>
    public string? Reason { get; init; }
}
