using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>What a command on one instance came to, by whatever way it went there.</summary>
public sealed record InstanceCommandOutcome
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The way taken.</summary>
    public required ConnectionRoute Via { get; init; }

    /// <summary>The account that it ran as; null where Session Manager ran it, whose settings choose.</summary>
    public string? UserName { get; init; }

    /// <summary>The session that it ran in; null over SSH.</summary>
    public string? SessionId { get; init; }

    /// <summary>Its exit code; null when a signal ended it, or the agent does not tell.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it, <c>KILL</c>; null when none did.</summary>
    public string? ExitSignal { get; init; }

    /// <summary>Its output.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>Its error output.</summary>
    public required string StandardError { get; init; }

    /// <summary>More came than was kept.</summary>
    public bool IsTruncated { get; init; }
}
