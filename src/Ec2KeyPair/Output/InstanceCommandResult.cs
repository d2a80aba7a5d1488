namespace Ec2KeyPair.Output;

/// <summary>What a command on an instance came to.</summary>
public sealed class InstanceCommandResult
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The way taken: <c>SessionManager</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The command's exit code; null where the agent does not tell it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>What it wrote to standard error.</summary>
    public required string StandardError { get; init; }

    /// <summary>More than 8 MiB came one way; the rest was not kept.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>The session that it ran in.</summary>
    public required string SessionId { get; init; }
}
