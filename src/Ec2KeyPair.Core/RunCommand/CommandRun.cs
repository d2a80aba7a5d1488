using System.Runtime.ExceptionServices;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.RunCommand;

/// <summary>Runs one command on any number of instances, and tells of each as it ends.</summary>
/// <remarks>
/// Cost per 50 instances: one DescribeInstanceInformation, one SendCommand, and one ListCommandInvocations at each
/// look; one GetCommandInvocation more for each output over 2,500 characters.
/// </remarks>
/// <param name="api">Run Command.</param>
/// <param name="targets">Looks which instances can take a command.</param>
/// <param name="clock">Time.</param>
/// <param name="throttleLimit">Instances at work at once, in all calls together.</param>
/// <example><code>
/// using var run = new CommandRun(api, targets, SystemClock.Instance, throttleLimit: 200);
/// await run.RunAsync(CommandRequest.Shell(["uname -r"], TimeSpan.FromSeconds(60)), ids, TimeSpan.FromMinutes(5), observer, cancel);
/// </code></example>
public sealed class CommandRun(IRunCommandApi api, CommandTargets targets, IClock clock, int throttleLimit) : IDisposable
{
    private readonly SemaphoreSlim _batches = new(Math.Max(1, throttleLimit / CommandRequest.MostInstances));

    /// <summary>Runs the command until it has ended, or was given up, on all of these instances.</summary>
    /// <param name="request">The command.</param>
    /// <param name="instanceIds">The instances, each once.</param>
    /// <param name="timeout">How long one instance may take, delivery included.</param>
    /// <param name="observer">Is told of each instance once.</param>
    /// <param name="cancel">Cancels the command wherever it has not ended.</param>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    public async Task RunAsync(
        CommandRequest request, IReadOnlyCollection<string> instanceIds, TimeSpan timeout, ICommandObserver observer, CancellationToken cancel)
    {
        IReadOnlyList<string> ready;
        IReadOnlyList<CommandOutcome> notReady;
        string? note;
        try
        {
            (ready, notReady, note) = await targets.LookAsync(instanceIds, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // These instances' own failure: commands on others are under way and go on.
            await observer.EndedAsync(instanceIds.Select(id => NotLooked(id, e)).ToList()).ConfigureAwait(false);
            return;
        }

        if (note is not null) await observer.ExplainAsync(note).ConfigureAwait(false);
        if (notReady.Count > 0) await observer.EndedAsync(notReady).ConfigureAwait(false);
        await SideBySide.ForEachAsync(
            Batches(ready), Math.Max(1, ready.Count), (ids, stop) => RunBatchAsync(request, ids, timeout, observer, stop), cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _batches.Dispose();

    private static CommandOutcome NotLooked(string id, Ec2KeyPairException cause) => new(id)
    {
        Failure = new Ec2KeyPairException(cause.Condition, $"{id}: {cause.Message} Nothing was sent.", id, cause.Mend, cause),
    };

    private IEnumerable<IReadOnlyList<string>> Batches(IReadOnlyList<string> ids)
    {
        var size = Math.Min(throttleLimit, CommandRequest.MostInstances);
        for (var at = 0; at < ids.Count; at += size) yield return ids.Skip(at).Take(size).ToList();
    }

    private async Task RunBatchAsync(
        CommandRequest request, IReadOnlyList<string> ids, TimeSpan timeout, ICommandObserver observer, CancellationToken cancel)
    {
        await _batches.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var sending = new CommandSending(api, request);
            var broken = await BrokenOffAsync(() => sending.SendAsync(ids, cancel)).ConfigureAwait(false);
            if (sending.Refused.Count > 0)
            {
                await (cancel.IsCancellationRequested ? observer.LeftAsync(sending.Refused) : observer.EndedAsync(sending.Refused)).ConfigureAwait(false);
            }

            // What was sent is followed in every case: a caller that has gone away meanwhile cancels it there.
            await SideBySide.ForEachAsync(
                sending.Sent,
                CommandRequest.MostInstances,
                (part, _) => new CommandFollowing(api, clock, part.Sent, part.InstanceIds, observer).FollowAsync(timeout, cancel),
                CancellationToken.None).ConfigureAwait(false);
            broken?.Throw();
        }
        finally
        {
            _batches.Release();
        }
    }

    // A part of the batch may have been sent by then; it is followed like any other.
    private static async Task<ExceptionDispatchInfo?> BrokenOffAsync(Func<Task> sending)
    {
        try
        {
            await sending().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is Ec2KeyPairException or OperationCanceledException)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }
}
