using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>Reads and changes accounts' keys on any number of instances, side by side.</summary>
/// <param name="editor">By which way.</param>
/// <param name="limits">How fast and how far.</param>
/// <param name="observer">Is asked, and told the results.</param>
internal sealed class AuthorizedKeyService(IKeyEditor editor, KeyWorkLimits limits, IKeyWorkObserver observer)
{
    private int _failed;

    /// <summary>Does it to all targets; those with the same keys share requests where the way allows it.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    internal async Task RunAsync(IReadOnlyList<KeyTarget> targets, KeyEditRequest request, CancellationToken cancel)
    {
        var allowed = new List<KeyTarget>();
        foreach (var target in targets)
        {
            if (await observer.AllowsAsync(target.Instance, request.Operation, target.Keys).ConfigureAwait(false)) allowed.Add(target);
        }

        var (concurrency, mayFail) = (limits.Concurrency(allowed.Count), limits.Errors(allowed.Count));
        var size = Math.Min(editor.BatchSize, concurrency);
        var left = new List<string>();
        await SideBySide.ForEachAsync(Batches(allowed, size), Math.Max(1, concurrency / size), async (batch, stop) =>
        {
            if (Volatile.Read(ref _failed) > mayFail)
            {
                lock (left) left.AddRange(batch.Select(target => target.Instance.InstanceId));
                return;
            }

            await EditAsync(batch, request with { Keys = batch[0].Keys }, stop).ConfigureAwait(false);
        }, cancel).ConfigureAwait(false);
        if (left.Count > 0) await observer.FailedAsync(AuthorizedKeyErrors.Stopped(_failed, left)).ConfigureAwait(false);
    }

    private static IEnumerable<IReadOnlyList<KeyTarget>> Batches(List<KeyTarget> targets, int size) => targets
        .GroupBy(target => string.Join("\n", target.Keys.Select(key => key.Line)), StringComparer.Ordinal)
        .SelectMany(same => same.Select((target, i) => (target, i)).GroupBy(pair => pair.i / size, pair => pair.target))
        .Select(batch => batch.ToList());

    private Task EditAsync(IReadOnlyList<KeyTarget> batch, KeyEditRequest request, CancellationToken cancel)
    {
        var byId = batch.ToDictionary(target => target.Instance.InstanceId, StringComparer.Ordinal);
        return editor.EditAsync(
            batch.Select(target => target.Instance).ToList(), request, result => TellAsync(byId[result.Instance.InstanceId], request, result), cancel);
    }

    private async Task TellAsync(KeyTarget target, KeyEditRequest request, KeyEditResult result)
    {
        if (result.Failure is { } failure)
        {
            Interlocked.Increment(ref _failed);
            await observer.FailedAsync(target.Named.AsTarget(failure)).ConfigureAwait(false);
            return;
        }

        var report = result.Report!;
        if (!report.IsToldBySshd) await observer.WarnAsync($"{target.Instance.InstanceId}: its sshd does not tell which files it reads; the usual ones were taken.").ConfigureAwait(false);
        if (request.Operation == KeyOperation.List)
        {
            foreach (var key in report.Keys) await observer.FoundAsync(Found(result, report, key)).ConfigureAwait(false);
            return;
        }

        var refused = report.IsStrict ? report.Loose.Select(Printable.Text).ToList() : [];
        if (refused.Count > 0)
        {
            await observer.WarnAsync($"{target.Instance.InstanceId}: sshd lets nobody in by this file, because others could write it: {string.Join(", ", refused)}.").ConfigureAwait(false);
        }

        for (var i = 0; i < request.Keys.Count; i++)
        {
            await observer.ChangedAsync(Change(result, report, request, i) with { RefusedFor = refused }).ConfigureAwait(false);
        }
    }

    private static AuthorizedKey Found(KeyEditResult result, AuthorizedKeysReport report, ListedKey listed) => new()
    {
        InstanceId = result.Instance.InstanceId,
        UserName = Printable.Text(report.AccountName),
        KeyType = listed.Key.KeyType,
        Fingerprint = listed.Key.Fingerprint,
        Comment = Printable.Text(listed.Key.Comment),
        Options = Printable.Text(listed.Key.Options),
        IsUnconditional = listed.IsUnconditional,
        PublicKey = listed.Key.Line,
        Path = Printable.Text(listed.Path),
        LineNumber = listed.LineNumber,
        Via = result.Via,
    };

    private static AuthorizedKeyChange Change(KeyEditResult result, AuthorizedKeysReport report, KeyEditRequest request, int at)
    {
        var isChanged = report.Changed.TryGetValue(at, out var path);
        return new AuthorizedKeyChange
        {
            InstanceId = result.Instance.InstanceId,
            UserName = Printable.Text(report.AccountName),
            Outcome = request.Operation == KeyOperation.Add
                ? isChanged ? KeyChangeOutcome.Added : KeyChangeOutcome.AlreadyThere
                : isChanged ? KeyChangeOutcome.Removed : KeyChangeOutcome.NotThere,
            KeyType = request.Keys[at].KeyType,
            Fingerprint = request.Keys[at].Fingerprint,
            PublicKey = request.Keys[at].Line,
            Path = isChanged ? Printable.Text(path) : null,
            Via = result.Via,
        };
    }
}
