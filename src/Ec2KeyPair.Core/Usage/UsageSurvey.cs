using System.Collections.Concurrent;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Usage;

/// <summary>Finds out who uses which key pair, in any number of Regions and accounts side by side.</summary>
/// <param name="places">The Regions and accounts.</param>
/// <param name="selection">Which key pairs are asked about.</param>
/// <param name="limit">How many Regions at once, at least 1.</param>
/// <param name="observer">Told of each Region that could not be asked; the others go on.</param>
public sealed class UsageSurvey(IReadOnlyList<UsagePlace> places, UsageSelection selection, int limit, IUsageObserver observer)
{
    private readonly ConcurrentQueue<(UsagePlace Place, Ec2KeyPairException Error)> _rejected = new();
    private readonly ConcurrentDictionary<string, byte> _found = new(StringComparer.Ordinal);
    private int _answered;

    /// <summary>Writes each instance with its launch key, page by page, as they come.</summary>
    /// <param name="writeAsync">Gets them a page at a time.</param>
    /// <param name="cancel">Stops between requests.</param>
    /// <exception cref="Ec2KeyPairException">What concerns every input, from all Regions.</exception>
    public async Task ListInstancesAsync(Func<IReadOnlyList<InstanceUsage>, Task> writeAsync, CancellationToken cancel)
    {
        await EachAsync((place, stop) => new RegionSurvey(place, selection, observer).ListInstancesAsync(writeAsync, stop), cancel).ConfigureAwait(false);
    }

    /// <summary>Writes a record for each key pair, and for each name in use that is none, as soon as its Region has been asked.</summary>
    /// <param name="held">The private halves on this machine.</param>
    /// <param name="writeAsync">Gets the records.</param>
    /// <param name="writeInstancesAsync">Gets each instance too, a page at a time; null where nobody asks for them.</param>
    /// <param name="cancel">Stops between requests.</param>
    /// <exception cref="Ec2KeyPairException">What concerns every input, from all Regions.</exception>
    public async Task SurveyAsync(
        HeldKeys held, Func<KeyPairUsage, Task> writeAsync, Func<IReadOnlyList<InstanceUsage>, Task>? writeInstancesAsync, CancellationToken cancel)
    {
        await EachAsync(
            async (place, stop) =>
            {
                foreach (var usage in await new RegionSurvey(place, selection, observer).SurveyAsync(held, writeInstancesAsync, stop).ConfigureAwait(false))
                {
                    _found.TryAdd(usage.KeyName, 0);
                    if (!selection.OnlyUnused || usage.IsUnused) await writeAsync(usage).ConfigureAwait(false);
                }
            },
            cancel).ConfigureAwait(false);
        // Where a Region did not answer, the name may be there.
        if (_answered < places.Count) return;
        foreach (var name in selection.Expected.Where(name => !_found.ContainsKey(name))) await observer.FailedAsync(NotFound(name)).ConfigureAwait(false);
    }

    private async Task EachAsync(Func<UsagePlace, CancellationToken, Task> ask, CancellationToken cancel)
    {
        await SideBySide.ForEachAsync(places, limit, (place, stop) => AskAsync(place, ask, stop), cancel).ConfigureAwait(false);
        // A Region that is not enabled rejects the credentials: only when all do so are they to blame.
        if (_rejected.Count == places.Count && _rejected.TryPeek(out var first)) throw first.Error;
        foreach (var (place, error) in _rejected) await observer.FailedAsync(In(place, error)).ConfigureAwait(false);
    }

    private async Task AskAsync(UsagePlace place, Func<UsagePlace, CancellationToken, Task> ask, CancellationToken cancel)
    {
        try
        {
            await ask(place, cancel).ConfigureAwait(false);
            Interlocked.Increment(ref _answered);
        }
        catch (Ec2KeyPairException e) when (e.Condition.ConcernsEveryInput())
        {
            _rejected.Enqueue((place, e));
        }
        catch (Ec2KeyPairException e)
        {
            await observer.FailedAsync(In(place, e)).ConfigureAwait(false);
        }

        observer.Ended();
    }

    // AWS's own message does not say which of many Regions it is about.
    private static Ec2KeyPairException In(UsagePlace place, Ec2KeyPairException error) =>
        new(error.Condition, $"{place}: {error.Message}", place.Region, error.Mend, error);

    private Ec2KeyPairException NotFound(string name) => new(
        ErrorCondition.KeyPairNotFound,
        $"There is no key pair '{Text.Printable.Text(name)}' in {string.Join(", ", places)}, and nothing names it.",
        name,
        "Check the name (case matters), the Region and the account (-Region, -ProfileName).");
}
