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

    /// <summary>A decision worth telling under -Verbose.</summary>
    Task ExplainAsync(string text);

    /// <summary>Something that the caller should know although all went well.</summary>
    Task WarnAsync(string text);

    /// <summary>What must be told although the caller has gone away (Ctrl+C); it is said when all has ended. Never throws.</summary>
    void LastWord(string text);
}
