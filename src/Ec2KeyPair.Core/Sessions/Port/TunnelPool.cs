using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>The sessions of a tunnel: new connections go to the least loaded one, and one that ends is replaced.</summary>
internal sealed class TunnelPool(int size, Func<ISessionSink, CancellationToken, Task<ISession>> open, IClock clock) : ITunnelCarrier
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly object _lock = new();
    private readonly List<TunnelSession> _sessions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random = new();
    private TaskCompletionSource<bool> _changed = NewSignal();
    private Task _keeping = Task.CompletedTask;
    private SessionCounters _ended = new(0, 0, 0, 0, 0, TimeSpan.Zero);
    private long _refusedByEnded;
    private int _replaced;
    private string _lastError = "";
    private Ec2KeyPairException? _failure;

    public CarrierStatus Status
    {
        get
        {
            lock (_lock)
            {
                var counters = _sessions.ConvertAll(session => session.Session.Counters);
                return new CarrierStatus
                {
                    State = _sessions.Count > 0 ? TunnelState.Open : _failure is null ? TunnelState.Reconnecting : TunnelState.Failed,
                    SessionIds = _sessions.ConvertAll(session => session.Session.Facts.SessionId),
                    Refused = _refusedByEnded + _sessions.Sum(session => session.Port.RefusedByAgent),
                    RoundTrip = counters.Count == 0 ? null : counters.Max(one => one.RoundTrip),
                    Resends = _ended.Resends + counters.Sum(one => one.Resends),
                    Reconnects = _ended.Reconnects + _replaced + counters.Sum(one => one.Reconnects),
                    LastError = _lastError,
                };
            }
        }
    }

    /// <summary>Opens all sessions, side by side; fails when one can't be had.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        var opening = Enumerable.Range(0, size).Select(_ => AddAsync(cancel)).ToList();
        var all = Task.WhenAll(opening);
        await all.ConfigureAwait(false);
        _keeping = Task.WhenAll(opening.Select(one => KeepAsync(one.Result)));
    }

    /// <exception cref="Ec2KeyPairException">SessionEnded, or why there will be none any more.</exception>
    public async Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel)
    {
        try
        {
            var session = await ChooseAsync(cancel).ConfigureAwait(false);
            await session.Port.ServeAsync(local, traffic, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e)
        {
            Remember(e.Message);
            throw;
        }
    }

    // The session with the fewest connections; waits for one while there is none.
    private async Task<TunnelSession> ChooseAsync(CancellationToken cancel)
    {
        var deadline = clock.UtcNow + LongestWait;
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_sessions.Where(IsUp).OrderBy(session => session.Port.Connections).FirstOrDefault() is { } chosen) return chosen;
                if (_failure is not null) throw _failure;
                changed = _changed.Task;
            }

            var left = deadline - clock.UtcNow;
            if (left <= TimeSpan.Zero)
            {
                throw new Ec2KeyPairException(ErrorCondition.SessionEnded, "The tunnel has no session at this time: " + _lastError);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(changed, clock.DelayAsync(left, stop.Token)).ConfigureAwait(false);
            stop.Cancel();
            cancel.ThrowIfCancellationRequested();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        List<TunnelSession> sessions;
        lock (_lock)
        {
            sessions = [.. _sessions];
            _sessions.Clear();
        }

        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        _stop.Dispose();
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool IsUp(TunnelSession session) => !session.Session.Ended.IsCompleted;

    private async Task<TunnelSession> AddAsync(CancellationToken cancel)
    {
        var session = await TunnelSession.OpenAsync(open, clock, cancel).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_stop.IsCancellationRequested)
            {
                _sessions.Add(session);
                Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult(true);
                return session;
            }
        }

        await session.DisposeAsync().ConfigureAwait(false);
        throw new OperationCanceledException(_stop.Token);
    }

    // One place of the pool: waits for its session's end, then fills the place again.
    private async Task KeepAsync(TunnelSession session)
    {
        try
        {
            while (true)
            {
                var end = await session.Session.Ended.ConfigureAwait(false);
                await RetireAsync(session, end).ConfigureAwait(false);
                if (_stop.IsCancellationRequested) return;
                session = await ReplaceAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The tunnel closes.
        }
        catch (Ec2KeyPairException e)
        {
            lock (_lock)
            {
                _failure = e;
                _lastError = e.Message;
                Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult(true);
            }
        }
    }

    private async Task RetireAsync(TunnelSession session, SessionEnd end)
    {
        lock (_lock)
        {
            if (!_sessions.Remove(session)) return; // The tunnel closes and has taken them all.
            var counters = session.Session.Counters;
            _ended = _ended with { Resends = _ended.Resends + counters.Resends, Reconnects = _ended.Reconnects + counters.Reconnects };
            _refusedByEnded += session.Port.RefusedByAgent;
            _lastError = end.Reason.Length > 0 ? end.Reason : "A session was ended from the other side.";
        }

        await session.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<TunnelSession> ReplaceAsync()
    {
        for (var delay = FirstDelay; ; delay = delay < LongestDelay ? TimeSpan.FromTicks(delay.Ticks * 2) : LongestDelay)
        {
            await clock.DelayAsync(TimeSpan.FromTicks((long)(delay.Ticks * (0.5 + _random.NextDouble()))), _stop.Token).ConfigureAwait(false);
            try
            {
                var session = await AddAsync(_stop.Token).ConfigureAwait(false);
                lock (_lock) _replaced++;
                return session;
            }
            catch (Ec2KeyPairException e) when (!IsFinal(e.Condition))
            {
                Remember(e.Message);
            }
        }
    }

    // Kept for the status.
    private void Remember(string error)
    {
        lock (_lock) _lastError = error;
    }

    private static bool IsFinal(ErrorCondition condition) => condition
        is ErrorCondition.AwsAccessDenied
        or ErrorCondition.AwsCredentialsRejected
        or ErrorCondition.AwsCredentialsNotFound
        or ErrorCondition.SessionDocumentUnavailable
        or ErrorCondition.AgentTooOld
        or ErrorCondition.InstanceNotFound;
}
