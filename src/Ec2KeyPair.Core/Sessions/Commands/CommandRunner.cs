using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>
/// Runs commands on instances, each in a session of its own. One that takes too long, or that nobody waits for any more, is
/// ended on the instance by a second session.
/// </summary>
/// <param name="sessions">Opens the sessions.</param>
/// <param name="timeout">How long a command may run.</param>
/// <param name="lastWord">Is told when a command that nobody waits for any more could not be ended. Never throws.</param>
public sealed class CommandRunner(SessionService sessions, TimeSpan timeout, Action<string> lastWord)
{
    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="Ec2KeyPairException">Why there is no session; SessionFailed: it broke off; CommandTimedOut.</exception>
    public async Task<(string SessionId, CommandResult Result)> RunAsync(
        SessionTarget target, string command, string? reason, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        var (output, mark) = (new CommandOutput(), RunMark.New());
        var request = SessionRequest.Command(target.InstanceId, CommandText.For(command, target.IsWindows, mark), reason);
        try
        {
            var session = await sessions.OpenAsync(request, output, limit.Token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var result = await WaitAsync(session, output, target, mark, limit.Token, cancel).ConfigureAwait(false);
                // The exit code comes last and in order: with it everything is here, however the channel went.
                return result.End.Kind == SessionEndKind.Closed || result.ExitCode is not null
                    ? (session.Facts.SessionId, result)
                    : throw BrokenOff(session.Facts, result);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // There was no session yet, so nothing had begun.
            throw UnendedCommand.TimedOut(target.InstanceId, timeout, null);
        }
    }

    private async Task<CommandResult> WaitAsync(
        ISession session, CommandOutput output, SessionTarget target, string mark, CancellationToken limit, CancellationToken cancel)
    {
        try
        {
            return await output.WaitAsync(session, limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // While the session is still there: what it has started has its parents then, by which it is found.
            var failure = await KillAsync(target, mark).ConfigureAwait(false);
            if (!cancel.IsCancellationRequested) throw UnendedCommand.TimedOut(target.InstanceId, timeout, failure);
            if (failure is not null) lastWord(UnendedCommand.LastWord(target.InstanceId, failure));
            throw;
        }
    }

    /// <summary>Null when nothing of the command is left, else why that is not sure.</summary>
    private async Task<string?> KillAsync(SessionTarget target, string mark)
    {
        using var patience = new CancellationTokenSource(UnendedCommand.Patience);
        var output = new CommandOutput();
        try
        {
            var killer = await sessions.OpenAsync(
                SessionRequest.Command(target.InstanceId, CommandText.Ending(target.IsWindows, mark)), output, patience.Token).ConfigureAwait(false);
            await using (killer.ConfigureAwait(false))
            {
                var result = await output.WaitAsync(killer, patience.Token).ConfigureAwait(false);
                return KillScript.Verdict(result.ExitCode);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return "the instance does not answer any more.";
        }
        catch (Ec2KeyPairException e)
        {
            return $"no second session could be started to end it ({Text.Printable.Text(e.Message)}).";
        }
    }

    private static Ec2KeyPairException BrokenOff(SessionFacts facts, CommandResult result) => new(
        ErrorCondition.SessionFailed,
        $"Session {facts.SessionId} with {facts.Target} broke off before the command had ended: {result.End.Reason}",
        facts.Target);
}
