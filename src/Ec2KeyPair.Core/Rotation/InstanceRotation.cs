using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>
/// Replaces the key of one instance: add the new one, prove it, remove the old one, prove that. At every moment at least one
/// of them opens, wherever it breaks off; and it can be begun anew at any point, as each step looks before it changes.
/// </summary>
/// <param name="way">Does the steps.</param>
/// <param name="recordAsync">Writes down, for good, how far an instance has come.</param>
internal sealed class InstanceRotation(IRotationWay way, Func<RotationEntry, Task> recordAsync)
{
    /// <summary>Runs it to its end, or to where it can go no further.</summary>
    /// <param name="target">The instance.</param>
    /// <param name="before">How far it had come before, by the journal.</param>
    /// <param name="cancel">Stops it where it is; the journal has how far it came.</param>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    internal async Task<RotationEntry> RunAsync(RotationTarget target, RotationState before, CancellationToken cancel)
    {
        var id = target.Instance.InstanceId;
        if (target.Instance.State is not ("running" or "pending"))
        {
            return await EndAsync(new RotationEntry(id, RotationState.Stopped) { Failure = RotationErrors.NotRunning(target.Instance) }).ConfigureAwait(false);
        }

        var hands = way.For(target);
        await using (hands.ConfigureAwait(false))
        {
            return await EndAsync(await StepsAsync(hands, target, before, cancel).ConfigureAwait(false) with { UserName = target.UserName }).ConfigureAwait(false);
        }
    }

    private async Task<RotationEntry> StepsAsync(IRotationHands hands, RotationTarget target, RotationState before, CancellationToken cancel)
    {
        var id = target.Instance.InstanceId;
        var isOurs = before is RotationState.Added or RotationState.Proven or RotationState.Removed;
        var hasChanged = isOurs;
        try
        {
            if ((await hands.AddNewAsync(cancel).ConfigureAwait(false)).Changed.Count > 0)
            {
                isOurs = hasChanged = true;
                await recordAsync(new RotationEntry(id, RotationState.Added)).ConfigureAwait(false);
            }
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return new RotationEntry(id, RotationErrors.StateOf(e)) { Failure = e };
        }

        try
        {
            await hands.ProveNewAsync(cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return await RollBackAsync(hands, id, isOurs, e, cancel).ConfigureAwait(false);
        }

        await recordAsync(new RotationEntry(id, RotationState.Proven)).ConfigureAwait(false);
        try
        {
            if ((await hands.RemoveOldAsync(cancel).ConfigureAwait(false)).Changed.Count > 0) hasChanged = true;
            await recordAsync(new RotationEntry(id, RotationState.Removed)).ConfigureAwait(false);
            if (await hands.OpensForOldAsync(cancel).ConfigureAwait(false)) return new RotationEntry(id, RotationState.Failed) { Failure = RotationErrors.StillOpen(target) };
            return new RotationEntry(id, hasChanged ? RotationState.ProvenGone : RotationState.AlreadyDone);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // The new key opens, so nobody is locked out; what is left is the old one.
            return new RotationEntry(id, RotationState.Failed) { Failure = e };
        }
    }

    // What somebody else put there stays there.
    private static async Task<RotationEntry> RollBackAsync(
        IRotationHands hands, string id, bool isOurs, Ec2KeyPairException cause, CancellationToken cancel)
    {
        var failure = RotationErrors.NotProven(id, cause);
        if (!isOurs) return new RotationEntry(id, RotationState.Failed) { Failure = failure };
        try
        {
            await hands.RemoveNewAsync(cancel).ConfigureAwait(false);
            return new RotationEntry(id, RotationState.RolledBack) { Failure = failure };
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return new RotationEntry(id, RotationState.Failed) { Failure = RotationErrors.NotRolledBack(id, cause, e) };
        }
    }

    private async Task<RotationEntry> EndAsync(RotationEntry entry)
    {
        await recordAsync(entry).ConfigureAwait(false);
        return entry;
    }
}
