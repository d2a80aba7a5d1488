using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Tests.Ec2;
using Ec2KeyPair.Core.Tests.Windows;

namespace Ec2KeyPair.Core.Tests.RunCommand;

/// <summary>Run Command with instances that each run through statuses of their own, one at every look.</summary>
internal sealed class FakeRunCommand : IRunCommandApi, IManagedInstanceApi, ICommandObserver
{
    private readonly List<Ec2Instance> _instances = [];
    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Ids, int Looks)> _sent = new();
    private readonly Lock _gate = new();
    private bool _isCancelled;

    internal FakeClock Clock { get; } = new();

    /// <summary>What an instance is at each look; the last one stays.</summary>
    internal Dictionary<string, CommandInvocation?[]> Plays { get; } = [];

    /// <summary>Instances whose agent reports; all that were added, at first.</summary>
    internal HashSet<string> Online { get; } = [];

    /// <summary>Instances whose agent has reported once.</summary>
    internal HashSet<string> Registered { get; } = [];

    /// <summary>Instances that SendCommand refuses, with all that are named beside them.</summary>
    internal HashSet<string> Unmanaged { get; } = [];

    internal List<IReadOnlyCollection<string>> Sends { get; } = [];

    internal List<string> Cancelled { get; } = [];

    internal List<string> Found { get; } = [];

    internal List<CommandOutcome> Ended { get; } = [];

    internal List<CommandOutcome> Left { get; } = [];

    internal List<string> Explained { get; } = [];

    internal int Lists { get; private set; }

    internal int MostAtOnce { get; private set; }

    internal Func<Exception?> SendFault { get; set; } = () => null;

    internal Func<int, Exception?> ListFault { get; set; } = _ => null;

    internal Func<Exception?> LookFault { get; set; } = () => null;

    internal Action OnList { get; set; } = () => { };

    internal Action OnEnded { get; set; } = () => { };

    /// <summary>What an instance is found to be once the command was cancelled.</summary>
    internal Func<string, CommandInvocation?> AfterCancel { get; set; } = _ => null;

    public string Region => "eu-test-1";

    internal string Add(int number, params CommandInvocation?[] plays)
    {
        var id = Id(number);
        _instances.Add(new Ec2Instance { InstanceId = id, State = "running" });
        Online.Add(id);
        Registered.Add(id);
        Plays[id] = plays.Length == 0 ? [Success(id, "done")] : plays;
        return id;
    }

    internal void SetState(string id, string state)
    {
        Online.Remove(id);
        _instances[_instances.FindIndex(one => one.InstanceId == id)] = new Ec2Instance { InstanceId = id, State = state };
    }

    internal static string Id(int number) => $"i-{number:x17}";

    internal static CommandInvocation Success(string id, string output) => new(id, CommandStatus.Success) { Output = output, ExitCode = 0 };

    internal static CommandInvocation At(string id, CommandStatus status) => new(id, status);

    internal async Task RunAsync(IEnumerable<string> ids, TimeSpan? timeout = null, int throttleLimit = 200, CancellationToken cancel = default)
    {
        using var run = new CommandRun(this, new CommandTargets(this, new FakeInstances([.. _instances])), Clock, throttleLimit);
        await run.RunAsync(CommandRequest.Shell(["true"], TimeSpan.FromSeconds(60)), ids.ToList(), timeout ?? TimeSpan.FromMinutes(10), this, cancel);
    }

    internal CommandOutcome OutcomeOf(string id) => Assert.Single(Ended, outcome => outcome.InstanceId == id);

    public Task<SentCommand?> SendAsync(CommandRequest request, IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        lock (_gate)
        {
            Sends.Add(instanceIds);
            if (SendFault() is { } fault) throw fault;
            if (instanceIds.Any(Unmanaged.Contains)) return Task.FromResult<SentCommand?>(null);
            var id = $"command-{Sends.Count}";
            _sent[id] = (instanceIds.ToList(), 0);
            MostAtOnce = Math.Max(MostAtOnce, _sent.Values.Sum(sent => sent.Ids.Count(one => Ended.All(outcome => outcome.InstanceId != one))));
            return Task.FromResult<SentCommand?>(new SentCommand(id, Clock.UtcNow));
        }
    }

    public Task<IReadOnlyList<CommandInvocation>> ListAsync(string commandId, CancellationToken cancel)
    {
        lock (_gate)
        {
            Lists++;
            if (ListFault(Lists) is { } fault) throw fault;
            var (ids, looks) = _sent[commandId];
            _sent[commandId] = (ids, looks + 1);
            OnList();
            return Task.FromResult<IReadOnlyList<CommandInvocation>>(ids.Select(id => Play(id, looks)).OfType<CommandInvocation>().ToList());
        }
    }

    public Task<CommandInvocation?> FindAsync(string commandId, string instanceId, CancellationToken cancel)
    {
        Found.Add(instanceId);
        return Task.FromResult<CommandInvocation?>(Found.Count(id => id == instanceId) < 2 ? null : Success(instanceId, new string('x', 20000)));
    }

    public Task CancelAsync(string commandId, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _isCancelled = true;
        Cancelled.Add(commandId);
        return Task.CompletedTask;
    }

    public Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<ManagedInstance>> FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) => LookFault() is { } fault
        ? throw fault
        : Task.FromResult<IReadOnlyList<ManagedInstance>>(
            instanceIds.Where(Registered.Contains).Select(id => new ManagedInstance(id, Online.Contains(id), "3.3.0.0", Clock.UtcNow, false)).ToList());

    public Task EndedAsync(IReadOnlyList<CommandOutcome> outcomes)
    {
        lock (_gate) Ended.AddRange(outcomes);
        OnEnded();
        return Task.CompletedTask;
    }

    public Task LeftAsync(IReadOnlyList<CommandOutcome> outcomes)
    {
        lock (_gate) Left.AddRange(outcomes);
        return Task.CompletedTask;
    }

    public Task PendingAsync(SentCommand sent, int instances, int open) => Task.CompletedTask;

    public Task ExplainAsync(string text)
    {
        lock (_gate) Explained.Add(text);
        return Task.CompletedTask;
    }

    private CommandInvocation? Play(string id, int look) => _isCancelled && AfterCancel(id) is { } after
        ? after
        : Plays[id][Math.Min(look, Plays[id].Length - 1)];
}
