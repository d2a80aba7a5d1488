using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.Machines;

/// <summary>The instance, which was stopped before, runs for a time.</summary>
internal sealed class StartInstance(MachineRoom room, string instanceId) : ISagaStep
{
    public string Name => "StartInstance";

    public Task DoAsync(SagaFacts facts, CancellationToken cancel) => room.EnsureRunningAsync(instanceId, cancel);

    public Task UndoAsync(SagaFacts facts, CancellationToken cancel) => room.OnWayBack.EnsureStoppedAsync(instanceId, cancel);
}
