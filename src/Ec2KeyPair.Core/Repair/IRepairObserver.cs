using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Repair;

/// <summary>Is asked and told in the course of repairs. Calls come from several at once; each is awaited: that is the back-pressure.</summary>
public interface IRepairObserver
{
    /// <summary>One way, where only plans were asked for; those of an instance in the order of their harm.</summary>
    Task PlannedAsync(RepairPlan plan);

    /// <summary>May this be done to the instance?</summary>
    Task<bool> AllowsAsync(Ec2Instance instance, string action);

    /// <summary>An instance is repaired.</summary>
    Task RepairedAsync(RepairResult result);

    /// <summary>One instance failed; the others go on.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>A decision or a step, for -Verbose.</summary>
    Task ExplainAsync(string text);

    /// <summary>What the user should know although it succeeded.</summary>
    Task WarnAsync(string text);

    /// <summary>What must be told although the caller has gone away (Ctrl+C); it is said when all has ended. Never throws.</summary>
    void LastWord(string text);
}
