using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.Machines;

/// <summary>The instance is stopped; afterwards it is as it was.</summary>
internal sealed class StopInstance(MachineRoom room, string instanceId) : ISagaStep
{
    public string Name => "StopInstance";

    public Task DoAsync(SagaFacts facts, CancellationToken cancel) => room.EnsureStoppedAsync(instanceId, cancel);

    public Task UndoAsync(SagaFacts facts, CancellationToken cancel) => facts.Get(RepairFacts.WasRunning) == RepairFacts.Yes
        ? room.OnWayBack.EnsureRunningAsync(instanceId, cancel)
        : room.OnWayBack.EnsureStoppedAsync(instanceId, cancel);
}
