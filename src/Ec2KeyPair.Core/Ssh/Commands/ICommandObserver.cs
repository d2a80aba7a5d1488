using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Takes results as they come, in any order. Each call is awaited: that is the back-pressure.</summary>
public interface ICommandObserver
{
    /// <summary>May the command run on this instance? Asked before it is connected to.</summary>
    Task<bool> MayRunAsync(string instanceId);

    /// <summary>It has ended on one instance.</summary>
    Task EndedAsync(InstanceCommandOutcome outcome);

    /// <summary>One instance failed; the others go on.</summary>
    Task FailedAsync(Ec2KeyPairException error);
}
