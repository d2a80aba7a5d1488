using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>Runs commands on instances, each in a session of its own.</summary>
public sealed class CommandRunner(SessionService sessions, TimeSpan timeout)
{
    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="Ec2KeyPairException">Why there is no session; SessionFailed: it broke off; CommandTimedOut.</exception>
    public async Task<(string SessionId, CommandResult Result)> RunAsync(
        SessionTarget target, string command, string? reason, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        var output = new CommandOutput();
        var request = SessionRequest.Command(target.InstanceId, CommandText.For(command, target.IsWindows), reason);
        try
        {
            var session = await sessions.OpenAsync(request, output, limit.Token).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var result = await output.WaitAsync(session, limit.Token).ConfigureAwait(false);
                // The exit code comes last and in order: with it everything is here, however the channel went.
                return result.End.Kind == SessionEndKind.Closed || result.ExitCode is not null
                    ? (session.Facts.SessionId, result)
                    : throw BrokenOff(session.Facts, result);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.CommandTimedOut,
                $"The command on {target.InstanceId} did not end within {timeout.TotalSeconds:0} s; its session was ended.",
                target.InstanceId,
                "Give it more time with -TimeoutSec.");
        }
    }

    private static Ec2KeyPairException BrokenOff(SessionFacts facts, CommandResult result) => new(
        ErrorCondition.SessionFailed,
        $"Session {facts.SessionId} with {facts.Target} broke off before the command had ended: {result.End.Reason}",
        facts.Target);
}
