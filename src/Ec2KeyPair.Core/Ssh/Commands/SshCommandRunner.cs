using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Commands;
using Ec2KeyPair.Core.Ssh.Connection;
using Renci.SshNet;
using SshClient = Renci.SshNet.SshClient;

namespace Ec2KeyPair.Core.Ssh.Commands;

/// <summary>Runs commands over SSH. One that takes too long, or that nobody waits for any more, is ended on the instance.</summary>
/// <param name="lastWord">Is told when a command that nobody waits for any more could not be ended. Never throws.</param>
internal sealed class SshCommandRunner(Action<string> lastWord)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs a command of sh to its end.</summary>
    /// <exception cref="Ec2KeyPairException">CommandTimedOut, ConnectionLost.</exception>
    internal async Task<SshCommandResult> RunAsync(SshLink<SshClient> link, string command, TimeSpan timeout, CancellationToken cancel)
    {
        var shell = RemoteShell.For(command);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        using var running = link.Client.CreateCommand(shell.Text);
        var streams = new CommandStreams(running, shell.Mark);
        try
        {
            var ended = await StartAsync(running).ConfigureAwait(false);
            await WaitAsync(ended, streams, limit.Token).ConfigureAwait(false);
            if (!ended.IsCompleted) throw await EndAsync(link, running, shell.Mark, streams.ProcessId, timeout, cancel).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e, cancel))
        {
            throw SshErrors.Lost(
                link.Instance.InstanceId, "whether the command still runs there is not known.", await link.FailureAsync().ConfigureAwait(false) ?? e);
        }

        var (output, error) = streams.Finish();
        return running.ExitStatus is null && running.ExitSignal is null
            ? throw SshErrors.Lost(link.Instance.InstanceId, "the command's end did not come through.", null)
            : new SshCommandResult(output, error, running.ExitStatus, running.ExitSignal, streams.IsTruncated);
    }

    // The outer task ends when the server has taken the command, the inner one with the command.
    private static Task<Task> StartAsync(SshCommand command) => OwnThread.RunAsync(() => command.ExecuteAsync(CancellationToken.None));

    private static async Task WaitAsync(Task ended, CommandStreams streams, CancellationToken limit)
    {
        var late = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (limit.Register(() => late.TrySetResult(true)))
        {
            for (var pause = ShortestPause; !ended.IsCompleted && !late.Task.IsCompleted;)
            {
                await Task.WhenAny(ended, late.Task, Task.Delay(pause, limit)).ConfigureAwait(false);
                pause = streams.Take() ? ShortestPause : pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }
    }

    private async Task<Exception> EndAsync(
        SshLink<SshClient> link, SshCommand running, string mark, int? processId, TimeSpan timeout, CancellationToken cancel)
    {
        var instanceId = link.Instance.InstanceId;
        var failure = await KillAsync(link, running, mark, processId).ConfigureAwait(false);
        if (!cancel.IsCancellationRequested) return UnendedCommand.TimedOut(instanceId, timeout, failure);
        if (failure is not null) lastWord(UnendedCommand.LastWord(instanceId, failure));
        return new OperationCanceledException(cancel);
    }

    /// <summary>Ends the command over a channel of its own; null when nothing of it is left, else why that is not sure.</summary>
    private static async Task<string?> KillAsync(SshLink<SshClient> link, SshCommand running, string mark, int? processId)
    {
        using var patience = new CancellationTokenSource(UnendedCommand.Patience);
        using (patience.Token.Register(link.Cut))
        {
            try
            {
                // It may not have begun (start-up files take their time). With its channel closed nobody listens, so it
                // won't; and if it has begun by now, it has its mark.
                if (processId is null) await OwnThread.RunAsync(running.Dispose).ConfigureAwait(false);
                using var killer = link.Client.CreateCommand(RemoteShell.Ending(mark, processId));
                await (await StartAsync(killer).ConfigureAwait(false)).ConfigureAwait(false);
                return KillScript.Verdict(killer.ExitStatus);
            }
            catch (Exception e) when (SshErrors.IsOfConnection(e))
            {
                if (patience.IsCancellationRequested) return "the instance does not answer any more.";
                if (processId is null) return $"it can't be asked for ({Text.Printable.Text(e.Message)}).";
                // A server that allows one channel only (MaxSessions 1) may know signals: since OpenSSH 7.9, without an answer.
                await OwnThread.RunAsync(() => running.CancelAsync(forceKill: true)).ConfigureAwait(false);
                return $"it was sent SIGKILL, and nothing tells whether that was all ({Text.Printable.Text(e.Message)}).";
            }
        }
    }
}
