using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>Looks for agents that have come online, a hundred instances in one request.</summary>
internal sealed class AgentWatch(IBootSignals signals, ReadyTimes learned, CallBudget budget, IClock clock, IWindowsPasswordObserver observer)
{
    // A password has to be out 10 s after it is there: agents report within some seconds, the rest is ours.
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan PeriodPerBatch = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan PeriodInVain = TimeSpan.FromSeconds(30);
    private DateTime _lastUtc;
    private int _explained;

    /// <summary>True when agents can't be looked for at all.</summary>
    internal bool IsDenied { get; private set; }

    /// <summary>When the next look is due; null for never. In debt it is put off by half as long again.</summary>
    internal DateTime? DueUtc(IReadOnlyCollection<WaitingInstance> waiting)
    {
        if (IsDenied || !waiting.Any(IsSought)) return null;
        // Those that come in one after the other are looked for together.
        var due = waiting.Where(IsSought).Min(one => one.AgentDueUtc);
        if (_lastUtc != default && due < _lastUtc + ShortestPeriod) due = _lastUtc + ShortestPeriod;
        var affordable = clock.UtcNow + budget.Until(0);
        var latest = due == default ? due : due + TimeSpan.FromTicks(PeriodOf(waiting).Ticks / 2);
        return affordable <= due ? due : affordable <= latest ? affordable : latest;
    }

    /// <summary>Looks for those that are due.</summary>
    /// <returns>Those whose agent is online now and was not before.</returns>
    /// <exception cref="Ec2KeyPairException">Only what concerns every input.</exception>
    internal async Task<IReadOnlyList<WaitingInstance>> LookAsync(IReadOnlyCollection<WaitingInstance> waiting, CancellationToken cancel)
    {
        var period = PeriodOf(waiting);
        _lastUtc = clock.UtcNow;
        var soon = _lastUtc + TimeSpan.FromTicks(ShortestPeriod.Ticks / 2);
        var batches = Batches.Of(waiting.Where(one => IsSought(one) && one.AgentDueUtc <= soon).ToList());
        var online = (await Task.WhenAll(batches.Select(batch => LookAtAsync(batch, period, cancel))).ConfigureAwait(false)).SelectMany(found => found).ToList();
        online.ForEach(one => one.IsOnline = true);
        return online;
    }

    /// <summary>True while an agent's report would be news.</summary>
    internal bool IsSought(WaitingInstance one) => !IsDenied && !one.IsOnline && one.Instance.State == "running";

    private async Task<List<WaitingInstance>> LookAtAsync(List<WaitingInstance> batch, TimeSpan period, CancellationToken cancel)
    {
        try
        {
            budget.Charge();
            var told = await signals.OnlineAsync(batch.Select(one => one.Id).ToList(), cancel).ConfigureAwait(false);
            for (var further = BootSignal.AgentsPerPage; further < told.Count; further += BootSignal.AgentsPerPage) budget.Charge();
            var ids = new HashSet<string>(told, StringComparer.Ordinal);
            return batch.Where(one => ids.Contains(one.Id)).ToList();
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await FailedAsync(e).ConfigureAwait(false);
            return [];
        }
        finally
        {
            foreach (var one in batch) one.AgentDueUtc = clock.UtcNow + PeriodFor(one, period);
        }
    }

    private async Task FailedAsync(Ec2KeyPairException error)
    {
        if (error.Condition == ErrorCondition.AwsThrottled)
        {
            budget.Throttled();
            return;
        }

        // The network may come back; a permission does not.
        if (error.Condition != ErrorCondition.AwsUnavailable) IsDenied = true;
        if (Interlocked.Exchange(ref _explained, 1) != 0) return;
        await observer.ExplainAsync(
            $"Whether the agents of the instances are online can't be told, so each instance is asked by itself, which takes longer where many wait. {error.Message}")
            .ConfigureAwait(false);
    }

    private TimeSpan PeriodOf(IReadOnlyCollection<WaitingInstance> waiting)
    {
        var period = TimeSpan.FromTicks(PeriodPerBatch.Ticks * ((waiting.Count(IsSought) + BootSignal.MaximumIds - 1) / BootSignal.MaximumIds));
        return period < ShortestPeriod ? ShortestPeriod : period;
    }

    // Before EC2 has reached an instance for the first time, its agent is seldom online.
    private TimeSpan PeriodFor(WaitingInstance one, TimeSpan period) =>
        !learned.AgentTells(one.Instance) ? PeriodInVain : one.IsInitializing ? period + period : period;
}
