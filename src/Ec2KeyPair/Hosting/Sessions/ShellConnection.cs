using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Shell;
using Ec2KeyPair.Core.Sessions.Terminal;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>A shell of Session Manager in the user's terminal.</summary>
internal static class ShellConnection
{
    /// <summary>Attaches the terminal until the shell ends or the user leaves.</summary>
    /// <param name="sessions">Opens the session.</param>
    /// <param name="request">What to open.</param>
    /// <param name="isWindows">The instance's platform.</param>
    /// <param name="say">Shows a line of this side.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="Ec2KeyPairException">Why there is no session; SessionFailed: it ended with an error.</exception>
    internal static async Task RunAsync(SessionService sessions, SessionRequest request, bool isWindows, Func<string, Task> say, CancellationToken cancel)
    {
        using var terminal = LocalTerminal.Open();
        var shell = new InteractiveShell(terminal, new ShellOptions { IsWindows = isWindows, Say = say });
        var session = await sessions.OpenAsync(request, shell, cancel);
        await using (session)
        {
            var end = await shell.RunAsync(session, cancel);
            if (end is null or { Kind: SessionEndKind.Closed }) return;
            throw new Ec2KeyPairException(
                ErrorCondition.SessionFailed, $"Session {session.Facts.SessionId} with {request.Target} ended: {end.Reason}", request.Target);
        }
    }
}
