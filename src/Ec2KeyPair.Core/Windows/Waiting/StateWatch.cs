using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>Follows the states of waiting instances, a hundred in one request.</summary>
internal sealed class StateWatch(IBootSignals signals, IInstanceApi instances, CallBudget budget, IClock clock, IWindowsPasswordObserver observer)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PeriodAtFirst = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PeriodPerBatch = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(5);
    // What EC2 forgets an hour after the end.
    private const string Gone = "terminated";
    private const int LooksBeforeGone = 3;
    private DateTime _lastUtc;
    private bool _isDenied;

    /// <summary>When the next look is due; null for never.</summary>
    internal DateTime? DueUtc(IReadOnlyCollection<WaitingInstance> waiting)
    {
        if (!_isDenied) return waiting.Count == 0 ? null : NextUtc(waiting);
        foreach (var one in waiting.Where(one => one.Instance.State == "pending")) AssumeRunning(one);
        return null;
    }

    /// <summary>Looks at those that are due.</summary>
    /// <exception cref="Ec2KeyPairException">Only what concerns every input.</exception>
    internal Task LookAsync(IReadOnlyCollection<WaitingInstance> waiting, CancellationToken cancel)
    {
        _lastUtc = clock.UtcNow;
        var soon = _lastUtc + TimeSpan.FromTicks(PeriodAtFirst.Ticks / 2);
        var batches = Batches.Of(waiting.Where(one => one.StateDueUtc <= soon).ToList());
        var period = TimeSpan.FromTicks(Math.Max(Period.Ticks, PeriodPerBatch.Ticks * waiting.Count / BootSignal.MaximumIds));
        return Task.WhenAll(batches.Select(batch => LookAtAsync(batch, period, cancel)));
    }

    // Those that come in one after the other are looked at together.
    private DateTime NextUtc(IReadOnlyCollection<WaitingInstance> waiting)
    {
        var due = waiting.Min(one => one.StateDueUtc);
        return _lastUtc != default && due < _lastUtc + ShortestPeriod ? _lastUtc + ShortestPeriod : due;
    }

    private async Task LookAtAsync(List<WaitingInstance> batch, TimeSpan period, CancellationToken cancel)
    {
        try
        {
            var told = await AskAsync(batch.Select(one => one.Id).ToList(), cancel).ConfigureAwait(false);
            foreach (var one in batch) Apply(one, told.TryGetValue(one.Id, out var signal) ? signal : null);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsAccessDenied)
        {
            if (!_isDenied) await observer.ExplainAsync($"The instances' states are not followed while they are waited for. {e.Message}").ConfigureAwait(false);
            _isDenied = true;
            foreach (var one in batch) AssumeRunning(one);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            if (e.Condition == ErrorCondition.AwsThrottled) budget.Throttled();
        }

        foreach (var one in batch)
        {
            one.StateDueUtc = clock.UtcNow + (one.IsInitializing || one.Instance.State == "pending" ? PeriodAtFirst : period);
        }
    }

    private async Task<Dictionary<string, BootSignal>> AskAsync(List<string> ids, CancellationToken cancel)
    {
        try
        {
            budget.Charge();
            return (await signals.StatusAsync(ids, cancel).ConfigureAwait(false)).ToDictionary(signal => signal.InstanceId, StringComparer.Ordinal);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsRequestFailed)
        {
            // One id that is gone fails the whole request; a filter just does not return it.
            var told = new Dictionary<string, BootSignal>(StringComparer.Ordinal);
            budget.Charge();
            await foreach (var instance in instances.FindAsync([new InstanceFilter("instance-id", ids)], cancel).ConfigureAwait(false))
            {
                told[instance.InstanceId] = new BootSignal(instance.InstanceId, instance.State, false);
            }

            return told;
        }
    }

    private static void Apply(WaitingInstance one, BootSignal? told)
    {
        one.Missed = told is null ? one.Missed + 1 : 0;
        // A new instance is not known everywhere at once (EC2 API Reference, "Eventual consistency").
        if (told is null && one.Missed < LooksBeforeGone) return;
        var signal = told ?? new BootSignal(one.Id, Gone, false);
        one.Instance = one.Instance with { State = signal.State };
        one.IsInitializing = signal.IsInitializing;
    }

    // Then GetPasswordData alone tells how far it is.
    private static void AssumeRunning(WaitingInstance one)
    {
        one.Instance = one.Instance with { State = "running" };
        one.IsInitializing = false;
    }
}
