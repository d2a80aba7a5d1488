using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.RootVolume;

/// <summary>A helper runs in the instance's Availability Zone; afterwards it is terminated.</summary>
/// <param name="room">Waits.</param>
/// <param name="api">Launches.</param>
/// <param name="describe">What to launch, for a client token and a nonce.</param>
internal sealed class LaunchHelper(MachineRoom room, IMachineApi api, Func<SagaFacts, CancellationToken, Task<HelperRequest>> describe) : ISagaStep
{
    public string Name => "LaunchHelper";

    public async Task DoAsync(SagaFacts facts, CancellationToken cancel)
    {
        var helper = facts.Find(RepairFacts.Helper) is { } known ? await api.FindAsync(known, cancel).ConfigureAwait(false) : null;
        if (helper is null or { State: "terminated" or "shutting-down" })
        {
            // With the token of a helper that has gone EC2 would answer that one for ever. (It goes when nobody came with a disk.)
            if (helper is not null || facts.Find(RepairFacts.HelperToken) is null) facts.Note(RepairFacts.HelperToken, Guid.NewGuid().ToString());
            var request = await describe(facts, cancel).ConfigureAwait(false);
            facts.Note(RepairFacts.Helper, await api.LaunchAsync(request, cancel).ConfigureAwait(false));
        }

        await room.EnsureRunningAsync(facts.Get(RepairFacts.Helper), cancel).ConfigureAwait(false);
    }

    public async Task UndoAsync(SagaFacts facts, CancellationToken cancel)
    {
        var back = room.OnWayBack;
        var id = facts.Find(RepairFacts.Helper);
        if (id is null && facts.Find(RepairFacts.HelperToken) is { } token)
        {
            // Launched, and the process was killed before it had heard of it.
            await back.InsistAsync("the helper to be looked for", token, async () => id = (await api.FindByTokenAsync(token, cancel).ConfigureAwait(false))?.InstanceId, cancel).ConfigureAwait(false);
        }

        if (id is not null) await back.EnsureTerminatedAsync(id, cancel).ConfigureAwait(false);
    }
}
