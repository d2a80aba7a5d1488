using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Sagas;

namespace Ec2KeyPair.Core.Repair.UserData;

/// <summary>The stopped instance has the user data of the repair; afterwards its own, to the byte.</summary>
internal sealed class ReplaceUserData(MachineRoom room, IMachineApi api, KeptUserData kept, PublicKey key, string instanceId) : ISagaStep
{
    public string Name => "ReplaceUserData";

    public async Task DoAsync(SagaFacts facts, CancellationToken cancel)
    {
        if (facts.Find(RepairFacts.UserDataDigest) is null)
        {
            // Nothing was replaced yet, so what is there is the instance's own.
            var own = await api.GetUserDataAsync(instanceId, cancel).ConfigureAwait(false);
            kept.Keep(own);
            facts.Note(RepairFacts.UserDataDigest, KeptUserData.Digest(own));
        }

        var userData = RepairUserData.For(facts.Get(RepairFacts.User), key, facts.Get(RepairFacts.Nonce));
        await SetAsync(userData, cancel).ConfigureAwait(false);
    }

    public async Task UndoAsync(SagaFacts facts, CancellationToken cancel)
    {
        if (facts.Find(RepairFacts.UserDataDigest) is not { } digest) return;
        var back = room.OnWayBack;
        var isBack = false;
        await back.InsistAsync(
            $"the user data of {instanceId} to be looked at",
            instanceId,
            async () => isBack = KeptUserData.Digest(await api.GetUserDataAsync(instanceId, cancel).ConfigureAwait(false)) == digest,
            cancel).ConfigureAwait(false);
        if (!isBack)
        {
            var own = kept.Find() is { } found && KeptUserData.Digest(found) == digest ? found : throw Lost();
            // Somebody may have started it meanwhile, and EC2 changes user data of stopped instances only.
            await back.EnsureStoppedAsync(instanceId, cancel).ConfigureAwait(false);
            await back.InsistAsync($"{instanceId} to have its own user data", instanceId, () => SetAsync(own, cancel), cancel).ConfigureAwait(false);
        }

        kept.Forget();
    }

    private Ec2KeyPairException Lost() => new(
        ErrorCondition.RepairFailed,
        $"The user data that {instanceId} had before is not in the key store any more, so it can't be put back.",
        instanceId,
        "Set it by hand (Edit-EC2InstanceAttribute -UserData), then remove the journal of this repair from the key store's folder 'repairs'.");

    private async Task SetAsync(byte[] wanted, CancellationToken cancel)
    {
        if (await IsSetAsync(wanted, cancel).ConfigureAwait(false)) return;
        try
        {
            await api.SetUserDataAsync(instanceId, wanted, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsUnavailable)
        {
            // Served, and only the answer was lost.
            if (!await IsSetAsync(wanted, cancel).ConfigureAwait(false)) throw;
        }
    }

    private async Task<bool> IsSetAsync(byte[] wanted, CancellationToken cancel) =>
        (await api.GetUserDataAsync(instanceId, cancel).ConfigureAwait(false)).AsSpan().SequenceEqual(wanted);
}
