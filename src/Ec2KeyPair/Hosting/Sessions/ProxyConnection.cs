using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>ssh's ProxyCommand: this process's standard input and output are the connection, byte for byte.</summary>
internal static class ProxyConnection
{
    /// <summary>Carries data until either side has ended.</summary>
    /// <exception cref="Ec2KeyPairException">Why there is no session; SessionFailed: it ended with an error.</exception>
    internal static async Task RunAsync(SessionService sessions, SessionRequest request, CancellationToken cancel)
    {
        using var output = Console.OpenStandardOutput();
        using var input = Console.OpenStandardInput();
        var raw = new RawSession(output, SystemClock.Instance);
        var session = await sessions.OpenAsync(request, raw, cancel);
        await using (session)
        {
            var end = await raw.RunAsync(session, input, cancel);
            if (end is null or { Kind: SessionEndKind.Closed }) return;
            throw new Ec2KeyPairException(
                ErrorCondition.SessionFailed, $"Session {session.Facts.SessionId} with {request.Target} ended: {end.Reason}", request.Target);
        }
    }
}
