using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>
/// Rotates a fleet: one instance alone first, then more and more side by side as they go well, and none any more after
/// more failures than are allowed.
/// </summary>
/// <param name="journal">Where it is written down.</param>
/// <param name="rotation">Rotates one.</param>
/// <param name="oldKeys">Finds the key that an instance has now.</param>
/// <param name="users">Finds its account.</param>
/// <param name="limits">How fast and how far.</param>
/// <param name="observer">Is told.</param>
internal sealed class FleetRotation(
    RotationJournal journal, InstanceRotation rotation, IOldKeys oldKeys, Ssh.Login.ILoginUsers users, KeyWorkLimits limits, IRotationObserver observer)
{
    private const int WiderPerSuccess = 3;
    private readonly Dictionary<RotationState, int> _ended = [];
    private int _before;

    /// <summary>Brings all to their end that are not there yet.</summary>
    /// <param name="instances">The instances of the journal, as they are now.</param>
    /// <param name="cancel">Stops; the journal has how far each came.</param>
    /// <returns>How it stands, without what launches instances.</returns>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    internal async Task<KeyRotationReport> RunAsync(IReadOnlyList<Ec2Instance> instances, CancellationToken cancel)
    {
        var open = new Queue<Ec2Instance>(instances.Where(instance => !IsGone(instance) && !IsDone(instance.InstanceId)));
        _before = journal.Header.InstanceIds.Count(IsDone);
        await GoneAsync(instances).ConfigureAwait(false);
        var (most, mayFail) = (limits.Concurrency(open.Count), limits.Errors(open.Count));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task<RotationEntry>>();
        var (succeeded, failed) = (_before, 0);
        try
        {
            while (open.Count > 0 || running.Count > 0)
            {
                // The canary, and after it by how many have gone well.
                var wide = Math.Min(most, succeeded == 0 ? 1 : 1 + (WiderPerSuccess * succeeded));
                while (open.Count > 0 && running.Count < wide && failed <= mayFail) running.Add(OneAsync(open.Dequeue(), stop.Token));
                if (running.Count == 0) break;
                var ended = await Task.WhenAny(running).ConfigureAwait(false);
                running.Remove(ended);
                var entry = await ended.ConfigureAwait(false);
                if (entry.State.IsDone()) succeeded++;
                if (entry.State.IsFailure()) failed++;
                await observer.ProgressAsync(succeeded, failed, instances.Count).ConfigureAwait(false);
            }
        }
        finally
        {
            if (running.Count > 0)
            {
                stop.Cancel();
                await Task.WhenAll(running.Select(QuietAsync)).ConfigureAwait(false);
            }
        }

        if (open.Count > 0) await observer.FailedAsync(AuthorizedKeyErrors.Stopped(failed, open.Select(instance => instance.InstanceId).ToList())).ConfigureAwait(false);
        return Report();
    }

    private static async Task QuietAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or Ec2KeyPairException)
        {
            // The first one is told; the journal has how far this one came.
        }
    }

    private static bool IsGone(Ec2Instance instance) => instance.State is "terminated" or "shutting-down";

    private bool IsDone(string id) => journal.States.TryGetValue(id, out var entry) && entry.State.IsDone();

    // Terminated since the rotation was begun: nothing is left to be done there, and nothing can be. What was done before that stays done.
    private async Task GoneAsync(IReadOnlyList<Ec2Instance> instances)
    {
        var there = new HashSet<string>(instances.Where(instance => !IsGone(instance)).Select(instance => instance.InstanceId), StringComparer.Ordinal);
        foreach (var id in journal.Header.InstanceIds.Where(id => !there.Contains(id) && !IsDone(id)))
        {
            Count(RotationState.Gone);
            await journal.RecordAsync(Known(id).At(RotationState.Gone)).ConfigureAwait(false);
            await observer.EndedAsync(new KeyRotationResult
            {
                InstanceId = id, State = RotationState.Gone, Reason = $"{id} has been terminated.", NewFingerprint = journal.Header.NewKey.Fingerprint,
            }).ConfigureAwait(false);
        }
    }

    private RotationEntry Known(string id) => journal.States.TryGetValue(id, out var entry) ? entry : new RotationEntry(id, RotationState.Pending);

    private async Task<RotationEntry> OneAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var id = instance.InstanceId;
        AuthorizedKeyText? oldKey = null;
        var entry = Known(id);
        try
        {
            oldKey = await oldKeys.FindAsync(instance, cancel).ConfigureAwait(false);
            if (oldKey == journal.Header.NewKey) throw RotationErrors.SameKey(id);
            var user = await users.FindAsync(instance, cancel).ConfigureAwait(false);
            entry = await rotation.RunAsync(new RotationTarget(instance, oldKey, user.Name), entry, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            entry = entry.At(RotationState.Failed, e);
            await journal.RecordAsync(entry).ConfigureAwait(false);
        }

        Count(entry.State);
        if (entry.Failure is { } failure) await observer.FailedAsync(failure).ConfigureAwait(false);
        await observer.EndedAsync(new KeyRotationResult
        {
            InstanceId = id,
            UserName = entry.UserName,
            State = entry.State,
            Reason = entry.Failure?.Message,
            OldFingerprint = oldKey?.Fingerprint,
            NewFingerprint = journal.Header.NewKey.Fingerprint,
        }).ConfigureAwait(false);
        return entry;
    }

    private void Count(RotationState state)
    {
        lock (_ended) _ended[state] = (_ended.TryGetValue(state, out var count) ? count : 0) + 1;
    }

    private KeyRotationReport Report()
    {
        var total = journal.Header.InstanceIds.Count;
        var alreadyDone = Of(RotationState.AlreadyDone);
        var done = _before + Of(RotationState.ProvenGone) + alreadyDone;
        return new KeyRotationReport
        {
            JournalPath = journal.Path,
            NewFingerprint = journal.Header.NewKey.Fingerprint,
            Total = total,
            Done = done,
            AlreadyDone = alreadyDone,
            OldKeyNotThere = Of(RotationState.OldKeyNotThere),
            RolledBack = Of(RotationState.RolledBack),
            Failed = Of(RotationState.Failed),
            Unreachable = Of(RotationState.Unreachable),
            Stopped = Of(RotationState.Stopped),
            Gone = Of(RotationState.Gone),
            Pending = total - done - Of(RotationState.OldKeyNotThere) - Of(RotationState.RolledBack) - Of(RotationState.Failed) - Of(RotationState.Unreachable) - Of(RotationState.Stopped) - Of(RotationState.Gone),
        };

        int Of(RotationState state) => _ended.TryGetValue(state, out var count) ? count : 0;
    }
}
