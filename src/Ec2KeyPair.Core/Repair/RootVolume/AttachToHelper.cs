using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>The root volume is a second disk of the helper.</summary>
internal sealed class AttachToHelper(MachineRoom room) : ISagaStep
{
    /// <summary>The device; a helper on Nitro knows the disk by its volume id all the same.</summary>
    internal const string Device = "/dev/sdf";

    public string Name => "AttachToHelper";

    public Task DoAsync(SagaFacts facts, CancellationToken cancel) =>
        room.EnsureAttachedAsync(facts.Get(RepairFacts.Volume), facts.Get(RepairFacts.Helper), Device, cancel);

    public async Task UndoAsync(SagaFacts facts, CancellationToken cancel)
    {
        var helper = facts.Get(RepairFacts.Helper);
        // A helper that has not said that it is done may have the disk mounted: it shuts down first, and lets go of it cleanly.
        if (facts.Find(HelperVerdict.Fact) is null) await room.EnsureTerminatedAsync(helper, cancel).ConfigureAwait(false);
        await room.EnsureDetachedAsync(facts.Get(RepairFacts.Volume), helper, cancel).ConfigureAwait(false);
    }
}
