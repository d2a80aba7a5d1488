using System.Collections.Concurrent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>
/// Waits for the passwords of many instances with one loop: it follows their states and agents by the hundred, asks those
/// at once whose agent has come online, and the others in turns, as far as the budget goes.
/// </summary>
internal sealed class WaitingRoom(
    StateWatch states, AgentWatch agents, GuessQueue guesses, ReadyTimes learned, CallBudget budget, PollInterval interval,
    IClock clock, IPasswordDesk desk, IWindowsPasswordObserver observer, WindowsPasswordOptions options)
{
    private const int AsksPerThoroughOne = 3;
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentQueue<WaitingInstance> _arriving = new();
    private readonly ConcurrentQueue<(WaitingInstance One, bool IsServed, Exception? Failure)> _answers = new();
    private readonly List<WaitingInstance> _waiting = [];
    private readonly Poke _poke = new();
    private readonly List<Task> _asking = [];
    private int _doors = 1;

    /// <summary>Any thread: as long as a door is open, instances may arrive. The first one is open from the start.</summary>
    internal void OpenDoor() => Interlocked.Increment(ref _doors);

    /// <summary>Any thread: through this door none will come any more.</summary>
    internal void CloseDoor()
    {
        if (Interlocked.Decrement(ref _doors) == 0) _poke.Set();
    }

    /// <summary>Any thread: this one waits from now on.</summary>
    internal void Enter(WaitingInstance one)
    {
        _arriving.Enqueue(one);
        _poke.Set();
    }

    /// <summary>Ends when all doors are closed and nobody waits any longer.</summary>
    /// <exception cref="Ec2KeyPairException">Only what concerns every input.</exception>
    internal async Task RunAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            while (true)
            {
                _poke.Reset();
                var hasDoors = Volatile.Read(ref _doors) > 0;
                while (_arriving.TryDequeue(out var one)) _waiting.Add(one);
                while (_answers.TryDequeue(out var answer)) await TakeAsync(answer.One, answer.IsServed, answer.Failure).ConfigureAwait(false);
                await LookAroundAsync(stop.Token).ConfigureAwait(false);
                if (_waiting.Count == 0 && !hasDoors) return;
                Ask(stop.Token);
                if (_answers.IsEmpty) await PauseAsync(stop.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(_asking).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(WaitingInstance one, bool isServed, Exception? failure)
    {
        _asking.RemoveAll(asked => asked.IsCompleted);
        one.IsBeingAsked = false;
        one.Trouble = failure as Ec2KeyPairException;
        switch (failure)
        {
            case null when isServed:
                learned.Learn(one.Instance, one.Age(clock.UtcNow), one.IsOnline);
                _waiting.Remove(one);
                break;
            case null or Ec2KeyPairException { Condition: ErrorCondition.AwsThrottled or ErrorCondition.AwsUnavailable }:
                if (one.Trouble?.Condition == ErrorCondition.AwsThrottled) budget.Throttled();
                one.DueUtc = clock.UtcNow + interval.Next(++one.Asked);
                break;
            case Ec2KeyPairException error when !error.Condition.ConcernsEveryInput():
                await DismissAsync(one, error).ConfigureAwait(false);
                break;
            default:
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();
                break;
        }
    }

    private async Task LookAroundAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        foreach (var late in _waiting.Where(one => !one.IsBeingAsked && one.DeadlineUtc <= now).ToList())
        {
            await DismissAsync(late, late.Trouble ?? PasswordErrors.NotInTime(late.Instance, options.Timeout)).ConfigureAwait(false);
        }

        if (states.DueUtc(_waiting) <= now) await states.LookAsync(_waiting, cancel).ConfigureAwait(false);
        foreach (var ended in _waiting.Where(one => !one.IsBeingAsked && !PasswordErrors.CanStillCome(one.Instance)).ToList())
        {
            await DismissAsync(ended, PasswordErrors.NoneWillCome(ended.Instance)).ConfigureAwait(false);
        }

        if (agents.DueUtc(_waiting) <= now)
        {
            foreach (var one in await agents.LookAsync(_waiting, cancel).ConfigureAwait(false)) one.IsSignalled = true;
        }
    }

    private Task DismissAsync(WaitingInstance one, Ec2KeyPairException error)
    {
        _waiting.Remove(one);
        return desk.FailAsync(one, error);
    }

    private void Ask(CancellationToken cancel)
    {
        foreach (var one in _waiting.Where(one => one is { IsSignalled: true, IsBeingAsked: false }).ToList())
        {
            if (_asking.Count >= options.ThrottleLimit) return;
            Begin(one, isThorough: true, cancel);
        }

        foreach (var one in guesses.Due(_waiting))
        {
            if (_asking.Count >= options.ThrottleLimit || !guesses.IsAffordable(_waiting)) return;
            var isThorough = one.Asked % AsksPerThoroughOne == AsksPerThoroughOne - 1 || one.DeadlineUtc - clock.UtcNow <= LastChance;
            Begin(one, isThorough, cancel);
        }
    }

    private void Begin(WaitingInstance one, bool isThorough, CancellationToken cancel)
    {
        one.IsBeingAsked = true;
        one.IsSignalled = false;
        one.LastAskedUtc = clock.UtcNow;
        _asking.Add(AskAsync());

        async Task AskAsync()
        {
            var isServed = false;
            Exception? failure = null;
            try
            {
                isServed = await desk.AskAsync(one, isThorough, cancel).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failure = e; // The loop decides what follows from it.
            }

            _answers.Enqueue((one, isServed, failure));
            _poke.Set();
        }
    }

    private async Task PauseAsync(CancellationToken cancel)
    {
        if (_waiting.Count == 0)
        {
            await WhenPokedAsync(cancel).ConfigureAwait(false);
            return;
        }

        var now = clock.UtcNow;
        await observer.WaitingAsync(_waiting.Count, _waiting.Max(one => one.DeadlineUtc) - now).ConfigureAwait(false);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pause = NextUtc() - now;
        var over = clock.DelayAsync(pause < ShortestPause ? ShortestPause : pause, enough.Token);
        await Task.WhenAny(over, _poke.Next).ConfigureAwait(false);
        enough.Cancel();
        cancel.ThrowIfCancellationRequested();
    }

    private DateTime NextUtc()
    {
        var next = new[] { states.DueUtc(_waiting), agents.DueUtc(_waiting), _asking.Count < options.ThrottleLimit ? guesses.NextUtc(_waiting) : null };
        var deadlines = _waiting.Where(one => !one.IsBeingAsked).Select(one => (DateTime?)one.DeadlineUtc);
        return next.Concat(deadlines).Where(due => due is not null).DefaultIfEmpty(clock.UtcNow + LastChance).Min()!.Value;
    }

    private async Task WhenPokedAsync(CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancel.Register(() => cancelled.TrySetResult(true))) await Task.WhenAny(_poke.Next, cancelled.Task).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
    }
}
