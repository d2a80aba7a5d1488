using Ec2KeyPair.Core.Repair.Plans;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>One way of letting a key in.</summary>
internal interface IRepairWay
{
    /// <summary>Which one.</summary>
    RepairMethod Method { get; }

    /// <summary>Whether it is open for this instance, and what it costs.</summary>
    RepairPlan Plan(RepairLook look);

    /// <summary>Lets the key in, or goes on with what an earlier process has begun.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">What failed, once everything is back as it was; or RepairUnfinished.</exception>
    Task<RepairDeed> RunAsync(RepairTask task, CancellationToken cancel);

    /// <summary>Whether an unfinished repair by this way can be gone on with, as things are by now; else it is put back and begun anew.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition: it could not be looked at.</exception>
    Task<bool> MayGoOnAsync(RepairTask task, CancellationToken cancel);

    /// <summary>Puts back what an unfinished repair by this way has changed.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">RepairUnfinished.</exception>
    Task AbandonAsync(RepairTask task);
}
