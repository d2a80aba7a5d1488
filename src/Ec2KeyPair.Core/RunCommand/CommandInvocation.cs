namespace Ec2KeyPair.Core.RunCommand;

/// <summary>A command on one instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Status">How it fares.</param>
public sealed record CommandInvocation(string InstanceId, CommandStatus Status)
{
    /// <summary>What it wrote to standard output. Whoever rules the instance wrote this: never trusted.</summary>
    public string Output { get; init; } = "";

    /// <summary>What it wrote to standard error; never trusted.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>The exit code; null before the end, and where it is not told.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The output goes on, or was not told at all; <see cref="IRunCommandApi.FindAsync"/> has more.</summary>
    public bool IsCut { get; init; }
}
