using System.Collections.Concurrent;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>Reads host keys by Run Command. Instances that are asked for at the same time share a command.</summary>
/// <param name="run">Runs commands.</param>
/// <param name="clock">Time.</param>
/// <param name="explain">Told of decisions, for -Verbose.</param>
public sealed class RunCommandHostKeys(CommandRun run, IClock clock, Func<string, Task> explain) : IHostKeyReader, ICommandObserver
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50); // Little beside the second that a command takes.
    private static readonly TimeSpan ForTheScript = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ForAll = TimeSpan.FromMinutes(3);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<IReadOnlyList<HostKey>>> _asked = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private List<string> _gathered = [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<HostKey>> ReadAsync(string instanceId, CancellationToken cancel)
    {
        lock (_gate)
        {
            var answer = new TaskCompletionSource<IReadOnlyList<HostKey>>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_asked.TryAdd(instanceId, answer)) return _asked[instanceId].Task; // Named twice, asked once.
            _gathered.Add(instanceId);
            if (_gathered.Count == 1) _ = RunGatheredAsync(cancel);
            return answer.Task;
        }
    }

    /// <inheritdoc/>
    public Task EndedAsync(IReadOnlyList<CommandOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (!_asked.TryGetValue(outcome.InstanceId, out var answer)) continue;
            if (outcome.Failure is { } failure) answer.TrySetException(failure);
            else if (HostKeyScript.Read(outcome.Invocation?.Output ?? "") is { Count: > 0 } keys) answer.TrySetResult(keys);
            else answer.TrySetException(HostKeyErrors.Unknown(outcome.InstanceId, "its sshd has no host keys that Run Command could read"));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task LeftAsync(IReadOnlyList<CommandOutcome> outcomes) => Task.CompletedTask; // Whoever cancelled reads no answers.

    /// <inheritdoc/>
    public Task PendingAsync(SentCommand sent, int instances, int open) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ExplainAsync(string text) => explain(text);

    private async Task RunGatheredAsync(CancellationToken cancel)
    {
        List<string> ids = [];
        try
        {
            await clock.DelayAsync(Gathering, cancel).ConfigureAwait(false);
            ids = Gathered();
            var request = CommandRequest.Shell(HostKeyScript.Lines(), ForTheScript) with { Comment = "Ec2KeyPair: host keys", DeliveryTimeout = ForTheScript };
            await run.RunAsync(request, ids, ForAll, this, cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (ids.Count == 0) ids = Gathered();
            foreach (var id in ids)
            {
                if (e is OperationCanceledException) _asked[id].TrySetCanceled(cancel);
                else _asked[id].TrySetException(e);
            }
        }
    }

    private List<string> Gathered()
    {
        lock (_gate)
        {
            var ids = _gathered;
            _gathered = [];
            return ids;
        }
    }
}
