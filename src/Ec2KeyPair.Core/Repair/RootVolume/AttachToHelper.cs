using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>The root volume is a second disk of the helper.</summary>
/// <param name="room">Attaches.</param>
/// <param name="answer">What the helper has said.</param>
internal sealed class AttachToHelper(MachineRoom room, HelperAnswer answer) : ISagaStep
{
    /// <summary>The device; a helper on Nitro knows the disk by its volume id all the same.</summary>
    internal const string Device = "/dev/sdf";

    /// <summary>What the journal knows it by.</summary>
    internal const string StepName = "AttachToHelper";

    public string Name => StepName;

    public async Task DoAsync(SagaFacts facts, CancellationToken cancel)
    {
        // Attached by an earlier process, it may have done its work since, and be gone.
        if (await answer.FindAsync(facts, cancel).ConfigureAwait(false) is not null) return;
        await room.EnsureAttachedAsync(facts.Get(RepairFacts.Volume), facts.Get(RepairFacts.Helper), Device, cancel).ConfigureAwait(false);
    }

    public async Task UndoAsync(SagaFacts facts, CancellationToken cancel)
    {
        var helper = facts.Get(RepairFacts.Helper);
        var back = room.OnWayBack;
        // A helper that has not said that it is done may have the disk mounted: it shuts down first, and lets go of it cleanly.
        if (!await HasAnsweredAsync(facts, cancel).ConfigureAwait(false)) await back.EnsureTerminatedAsync(helper, cancel).ConfigureAwait(false);
        await back.EnsureDetachedAsync(facts.Get(RepairFacts.Volume), helper, cancel).ConfigureAwait(false);
    }

    // Putting the disk back must not hang on a console that can't be read.
    private async Task<bool> HasAnsweredAsync(SagaFacts facts, CancellationToken cancel)
    {
        try
        {
            return await answer.FindAsync(facts, cancel).ConfigureAwait(false) is not null;
        }
        catch (Errors.Ec2KeyPairException)
        {
            return false;
        }
    }
}
