using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>
/// The steps on one instance: add the new key, prove it, remove the old one, prove that. At every moment at least one of
/// them opens, wherever it breaks off; and it can be begun anew at any point, as each step looks before it changes.
/// </summary>
/// <param name="hands">Does them.</param>
/// <param name="target">The instance.</param>
/// <param name="before">How far it had come before, by the journal.</param>
/// <param name="recordAsync">Writes down, for good, how far it has come.</param>
internal sealed class RotationSteps(IRotationHands hands, RotationTarget target, RotationEntry before, Func<RotationEntry, Task> recordAsync)
{
    private readonly bool _wasOurs = before.IsOurs;
    private RotationEntry _at = before;

    /// <summary>Runs them; the last entry is for the caller to write down.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    internal async Task<RotationEntry> RunAsync(CancellationToken cancel)
    {
        try
        {
            await AddNewAsync(cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // Where the answer was lost it may have been added, and stays ours.
            var isKnown = e.Condition is not (ErrorCondition.ConnectionLost or ErrorCondition.CommandTimedOut);
            return _at.At(RotationErrors.StateOf(e), e) with { IsOurs = _wasOurs || !isKnown };
        }

        try
        {
            await hands.ProveNewAsync(cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return await RollBackAsync(e, cancel).ConfigureAwait(false);
        }

        try
        {
            return await RemoveOldAsync(cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // The new key opens, so nobody is locked out; what is left is the old one.
            return _at.At(RotationState.Failed, e);
        }
    }

    private async Task AddNewAsync(CancellationToken cancel)
    {
        // An intent: whoever dies before the next line finds a key there that is very likely his own.
        if (!_at.IsOurs) await RecordAsync(_at with { IsOurs = true }).ConfigureAwait(false);
        var isAdded = (await hands.AddNewAsync(cancel).ConfigureAwait(false)).Changed.Count > 0;
        if (isAdded) await RecordAsync(_at.At(RotationState.Added)).ConfigureAwait(false);
        else if (!_wasOurs) await RecordAsync(_at with { IsOurs = false }).ConfigureAwait(false);
    }

    private async Task<RotationEntry> RemoveOldAsync(CancellationToken cancel)
    {
        // That a key is refused afterwards says something only where it was taken before.
        var hadOld = _at.HadOld || await hands.OpensForOldAsync(cancel).ConfigureAwait(false);
        await RecordAsync(_at.At(RotationState.Proven) with { IsProven = true, HadOld = hadOld }).ConfigureAwait(false);
        var isRemoved = (await hands.RemoveOldAsync(cancel).ConfigureAwait(false)).Changed.Count > 0;
        await RecordAsync(_at.At(RotationState.Removed) with { HadOld = hadOld || isRemoved }).ConfigureAwait(false);
        if (await hands.OpensForOldAsync(cancel).ConfigureAwait(false)) return _at.At(RotationState.Failed, RotationErrors.StillOpen(target));
        return _at.HadOld ? _at.At(RotationState.ProvenGone)
            : _at.IsOurs ? _at.At(RotationState.OldKeyNotThere, RotationErrors.OldKeyNotThere(target))
            : _at.At(RotationState.AlreadyDone);
    }

    // What somebody else put there stays there; and so does the new key wherever the old one may be gone.
    private async Task<RotationEntry> RollBackAsync(Ec2KeyPairException cause, CancellationToken cancel)
    {
        var id = target.Instance.InstanceId;
        if (_at.IsProven) return _at.At(RotationState.Failed, RotationErrors.NotProvenAgain(id, cause));
        if (!_at.IsOurs) return _at.At(RotationState.Failed, RotationErrors.NotProven(id, cause));
        try
        {
            if (!await hands.OpensForOldAsync(cancel).ConfigureAwait(false)) return _at.At(RotationState.Failed, RotationErrors.NeitherOpens(id, cause));
            await hands.RemoveNewAsync(cancel).ConfigureAwait(false);
            return _at.At(RotationState.RolledBack, RotationErrors.NotProven(id, cause)) with { IsOurs = false };
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            return _at.At(RotationState.Failed, RotationErrors.NotRolledBack(id, cause, e));
        }
    }

    private async Task RecordAsync(RotationEntry entry)
    {
        await recordAsync(entry).ConfigureAwait(false);
        _at = entry;
    }
}
