using Ec2KeyPair.Core.Ssh.Commands;

namespace Ec2KeyPair.Output;

/// <summary>What a command on an instance came to.</summary>
public sealed class InstanceCommandResult
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The way taken: <c>Direct</c>, <c>InstanceConnectEndpoint</c> or <c>SessionManager</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The account that it ran as over SSH; null where Session Manager ran it, whose settings choose.</summary>
    public string? UserName { get; init; }

    /// <summary>The command's exit code; null when a signal ended it, or the agent does not tell.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it, <c>KILL</c>; null when none did.</summary>
    public string? ExitSignal { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>What it wrote to standard error.</summary>
    public required string StandardError { get; init; }

    /// <summary>More than 8 MiB came one way; the rest was not kept.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Session Manager's session that it ran in; null over SSH.</summary>
    public string? SessionId { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;

    internal static InstanceCommandResult From(InstanceCommandOutcome outcome) => new()
    {
        InstanceId = outcome.InstanceId,
        Via = outcome.Via.ToString(),
        UserName = outcome.UserName,
        ExitCode = outcome.ExitCode,
        ExitSignal = outcome.ExitSignal,
        StandardOutput = outcome.StandardOutput,
        StandardError = outcome.StandardError,
        IsTruncated = outcome.IsTruncated,
        SessionId = outcome.SessionId,
    };
}
