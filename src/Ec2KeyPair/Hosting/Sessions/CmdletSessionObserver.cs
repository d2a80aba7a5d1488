using Ec2KeyPair.Core.Sessions;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>Brings what happens to a session to the cmdlet's verbose and warning streams, as long as the cmdlet runs.</summary>
internal sealed class CmdletSessionObserver(AsyncCmdlet cmdlet) : ISessionObserver
{
    // Not awaited: the session goes on, and a cmdlet that has ended writes nothing more.
    public void Note(string text) => _ = cmdlet.WriteVerboseAsync(text);

    public void Warn(string text) => _ = cmdlet.WriteWarningAsync(text);
}
