using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.ConsoleOutput;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Core.Tests.Windows.Waiting;

/// <summary>The waiting room alone, in virtual time and on one thread at a time: the same numbers in every run.</summary>
internal sealed class WaitingScenario : IPasswordDesk
{
    private readonly PasswordScenario _scenario = new();
    private readonly PasswordLook _look;
    private static readonly LaunchKey Key = new("web", "/keys/web.pem", (RsaPrivateKey)FakeAws.OpenKey());

    internal WaitingScenario(int throttleLimit = 16)
    {
        Budget = new CallBudget(Clock);
        _look = new PasswordLook(new ConsoleReader(Aws, Aws, Observer), Aws);
        var learned = new ReadyTimes();
        var agents = new AgentWatch(Aws, learned, Budget, Clock, Observer);
        Room = new WaitingRoom(
            new StateWatch(Aws, Aws, Budget, Clock, Observer), agents, new GuessQueue(agents, learned, Budget, Clock), learned, Budget,
            new PollInterval(new Random(1)), Clock, this, Observer, new WindowsPasswordOptions { Wait = true, ThrottleLimit = throttleLimit });
        StartUtc = Clock.UtcNow;
    }

    internal DateTime StartUtc { get; }

    /// <summary>How long each instance is waited for.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1800);

    internal FakeClock Clock => _scenario.Clock;

    internal FakeAws Aws => _scenario.Aws;

    internal FakeObserver Observer => _scenario.Observer;

    internal CallBudget Budget { get; }

    internal WaitingRoom Room { get; }

    /// <summary>A running instance that waits from the start, ready and heard of so many seconds later.</summary>
    internal FakeMachine Add(int number, double? ready, double? agent, string state = "running", Func<FakeMachine, FakeMachine>? change = null)
    {
        var machine = _scenario.Add(number, state: state, change: one => (change ?? (same => same))(one with
        {
            ReadyUtc = ready is { } seconds ? _scenario.In(seconds) : null,
            AgentUtc = agent is { } heard ? _scenario.In(heard) : null,
        }));
        Room.Enter(new WaitingInstance(new ResolvedInstance(machine.Id, machine.Instance, null), Key, Clock.UtcNow, Patience));
        return machine;
    }

    internal async Task RunAsync(CancellationToken cancel = default)
    {
        Room.CloseDoor();
        await Room.RunAsync(cancel);
    }

    /// <summary>Seconds from when a password was there to when it was out.</summary>
    internal IReadOnlyList<double> Delays() => Aws.Machines.Values
        .Where(machine => Observer.FoundUtc.ContainsKey(machine.Id))
        .Select(machine => (Observer.FoundUtc[machine.Id] - machine.ReadyUtc!.Value).TotalSeconds).Order().ToList();

    /// <summary>The numbers, for the message of a failing test.</summary>
    internal string Told() => $"{CallsPerSecond():0.00} calls/s, delays up to {Delays()[^1]:0.0} s; "
        + string.Join(", ", Aws.Calls.GroupBy(call => call.Action).Select(calls => $"{calls.Key} {calls.Count()}"));

    /// <summary>Happens within each request for one instance.</summary>
    internal Func<Task> Asking { get; set; } = () => Task.CompletedTask;

    internal double CallsPerSecond() => Aws.Calls.Count / (Clock.UtcNow - StartUtc).TotalSeconds;

    async Task<bool> IPasswordDesk.AskAsync(WaitingInstance one, bool isThorough, CancellationToken cancel)
    {
        await Asking();
        var found = await _look.LookAgainAsync(one.Instance, one.Key, isThorough, Budget.Charge, cancel);
        if (found is not null) await Observer.FoundAsync(found);
        return found is not null;
    }

    Task IPasswordDesk.FailAsync(WaitingInstance one, Ec2KeyPairException error) => Observer.FailedAsync(one.Resolved.AsTarget(error));
}
