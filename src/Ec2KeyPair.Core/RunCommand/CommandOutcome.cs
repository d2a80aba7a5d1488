using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.RunCommand;

/// <summary>What a command came to on one instance.</summary>
/// <param name="InstanceId">The instance.</param>
public sealed record CommandOutcome(string InstanceId)
{
    /// <summary>What was sent; null when nothing was.</summary>
    public SentCommand? Sent { get; init; }

    /// <summary>The last that was heard of it; null when that is nothing.</summary>
    public CommandInvocation? Invocation { get; init; }

    /// <summary>Why it did not succeed; null when it did.</summary>
    public Ec2KeyPairException? Failure { get; init; }

    /// <summary>True unless it is certain that nothing of the command ran on the instance.</summary>
    public bool MayHaveRun { get; init; }
}
