using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.RunCommand;

/// <summary>Follows one sent command until it has ended on all of its instances, with one request for all of them at each look.</summary>
internal sealed class CommandFollowing(
    IRunCommandApi api, IClock clock, SentCommand sent, IReadOnlyCollection<string> instanceIds, ICommandObserver observer)
{
    // After a cancellation: how long an agent that is at it may take to come to an end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private readonly HashSet<string> _open = new(instanceIds, StringComparer.Ordinal);
    private readonly Dictionary<string, CommandInvocation> _last = new(StringComparer.Ordinal);

    /// <summary>Tells the observer of each instance as it ends.</summary>
    /// <param name="timeout">How long to wait; what has not ended by then is cancelled and told as failed.</param>
    /// <param name="cancel">Gives the command up: it is cancelled, and what is known is told as left.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="Ec2KeyPairException">What makes every instance pointless, after it was told of those that are open.</exception>
    internal async Task FollowAsync(TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            await observer.ExplainAsync($"Command {sent.CommandId} was sent to {instanceIds.Count} instances.").ConfigureAwait(false);
            if (await LookUntilAsync(clock.UtcNow + timeout, cancel).ConfigureAwait(false)) return;
            await observer.ExplainAsync($"Command {sent.CommandId}: cancelled after {timeout.TotalSeconds:0} s, with {_open.Count} instances open.").ConfigureAwait(false);
            await CancelAsync(cancel).ConfigureAwait(false);
            if (await LookUntilAsync(clock.UtcNow + Grace, cancel).ConfigureAwait(false)) return;
            await observer.EndedAsync(Rest(id => CommandFailures.NotEnded(id, sent, timeout))).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e)
        {
            await observer.EndedAsync(Rest(id => CommandFailures.Unreadable(id, sent, e))).ConfigureAwait(false);
            if (e.Condition.ConcernsEveryInput()) throw;
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <returns>True when the command has ended everywhere, false when the time is over.</returns>
    private async Task<bool> LookUntilAsync(DateTime deadline, CancellationToken cancel)
    {
        var interval = new CommandPollInterval();
        while (_open.Count > 0)
        {
            var remaining = deadline - clock.UtcNow;
            if (remaining <= TimeSpan.Zero) return false;
            var pause = interval.Next();
            await clock.DelayAsync(pause < remaining ? pause : remaining, cancel).ConfigureAwait(false);
            var ended = await LookAsync(cancel).ConfigureAwait(false);
            if (ended.Count > 0) await observer.EndedAsync(ended).ConfigureAwait(false);
            await observer.PendingAsync(sent, instanceIds.Count, _open.Count).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<List<CommandOutcome>> LookAsync(CancellationToken cancel)
    {
        var ended = new List<CommandOutcome>();
        foreach (var invocation in await ListAsync(cancel).ConfigureAwait(false))
        {
            // Somebody else's instance, or one that was told already.
            if (!_open.Contains(invocation.InstanceId)) continue;
            _last[invocation.InstanceId] = invocation;
            if (!invocation.Status.IsFinal()) continue;
            CommandInvocation? whole;
            Ec2KeyPairException? unread = null;
            try
            {
                whole = await WholeAsync(invocation, cancel).ConfigureAwait(false);
            }
            catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
            {
                (whole, unread) = (invocation, e);
            }
            catch (Exception e) when (ended.Count > 0 && e is Ec2KeyPairException or OperationCanceledException)
            {
                // Those that have ended are told first; the next look meets the same again.
                break;
            }

            if (whole is null) continue;
            _open.Remove(whole.InstanceId);
            ended.Add(new CommandOutcome(whole.InstanceId)
            {
                Sent = sent,
                Invocation = whole,
                Failure = unread is null ? CommandFailures.Of(whole, sent) : CommandFailures.Unreadable(whole.InstanceId, sent, unread),
                MayHaveRun = whole.Status.MayHaveRun(),
            });
        }

        return ended;
    }

    private async Task<IReadOnlyList<CommandInvocation>> ListAsync(CancellationToken cancel)
    {
        try
        {
            return await api.ListAsync(sent.CommandId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (IsPassing(e))
        {
            // The command runs on meanwhile; the next look is as good.
            await observer.ExplainAsync($"Command {sent.CommandId}: {e.Message}").ConfigureAwait(false);
            return [];
        }
    }

    /// <summary>The invocation with all of its output; null when that is not to be had yet.</summary>
    private async Task<CommandInvocation?> WholeAsync(CommandInvocation invocation, CancellationToken cancel)
    {
        if (!invocation.IsCut) return invocation;
        try
        {
            var whole = await api.FindAsync(sent.CommandId, invocation.InstanceId, cancel).ConfigureAwait(false);
            return whole is { } found && found.Status.IsFinal() ? found : null;
        }
        catch (Ec2KeyPairException e) when (IsPassing(e))
        {
            return null;
        }
    }

    private async Task CancelAsync(CancellationToken cancel)
    {
        try
        {
            await api.CancelAsync(sent.CommandId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // It may come to an end by itself.
            await observer.ExplainAsync($"Command {sent.CommandId} can't be cancelled: {e.Message}").ConfigureAwait(false);
        }
    }

    private async Task TryCancelAsync(CancellationToken cancel)
    {
        try
        {
            await api.CancelAsync(sent.CommandId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException)
        {
            // It goes on, then; what has ended by now can be read all the same.
        }
    }

    private static bool IsPassing(Ec2KeyPairException e) => e.Condition is ErrorCondition.AwsUnavailable or ErrorCondition.AwsThrottled;

    private List<CommandOutcome> Rest(Func<string, Ec2KeyPairException> failure)
    {
        var rest = _open.Select(id => new CommandOutcome(id)
        {
            Sent = sent,
            Invocation = _last.TryGetValue(id, out var last) ? last : null,
            Failure = failure(id),
            MayHaveRun = true,
        }).ToList();
        _open.Clear();
        return rest;
    }

    // The caller's token is cancelled, so this has a time limit of its own, and no failure of it hides the cancellation.
    private async Task LeaveAsync()
    {
        if (_open.Count == 0) return;
        var known = new List<CommandOutcome>();
        using var limit = new CancellationTokenSource(Grace);
        try
        {
            await TryCancelAsync(limit.Token).ConfigureAwait(false);
            var deadline = clock.UtcNow + Grace;
            for (var interval = new CommandPollInterval(); ; await clock.DelayAsync(interval.Next(), limit.Token).ConfigureAwait(false))
            {
                known.AddRange(await LookAsync(limit.Token).ConfigureAwait(false));
                if (_open.Count == 0 || clock.UtcNow >= deadline) break;
            }
        }
        catch (Exception e) when (e is Ec2KeyPairException or OperationCanceledException)
        {
            // What is still open is told as unknown.
        }

        await observer.LeftAsync([.. known, .. Rest(id => CommandFailures.GivenUp(id, sent))]).ConfigureAwait(false);
    }
}
