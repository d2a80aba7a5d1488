using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>The root volume is taken out of the stopped instance; afterwards it is back as the same device, and deleted with the instance or not as before.</summary>
internal sealed class DetachRoot(MachineRoom room, IMachineApi api, string instanceId) : ISagaStep
{
    public string Name => "DetachRoot";

    // On a helper it already is where the next step wants it.
    public Task DoAsync(SagaFacts facts, CancellationToken cancel) => room.EnsureDetachedAsync(facts.Get(RepairFacts.Volume), instanceId, cancel);

    public async Task UndoAsync(SagaFacts facts, CancellationToken cancel)
    {
        var device = facts.Get(RepairFacts.Device);
        var back = room.OnWayBack;
        await back.EnsureAttachedAsync(facts.Get(RepairFacts.Volume), instanceId, device, cancel).ConfigureAwait(false);
        await back.InsistAsync($"{device} of {instanceId} to be marked as before", instanceId, () => MarkAsync(device, facts.Get(RepairFacts.IsDeletedWithInstance) == RepairFacts.Yes, cancel), cancel).ConfigureAwait(false);
    }

    // EC2 attaches as "keep": what was said at launch has to be said again.
    private async Task MarkAsync(string device, bool isDeleted, CancellationToken cancel)
    {
        var machine = await room.FindAsync(instanceId, cancel).ConfigureAwait(false);
        if (machine.Disks.FirstOrDefault(disk => disk.DeviceName == device)?.IsDeletedWithInstance == isDeleted) return;
        await api.SetDeletedWithInstanceAsync(instanceId, device, isDeleted, cancel).ConfigureAwait(false);
    }
}
