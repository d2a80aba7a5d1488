using System.Net.Sockets;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Agent;

/// <summary>Opens a listener as this platform's ssh knows it.</summary>
internal static class AgentListener
{
    /// <exception cref="Ec2KeyPairException">SshAgentUnavailable.</exception>
    internal static IAgentListener Open()
    {
        try
        {
            if (Platform.IsWindows) return new PipeListener();
            return new UnixSocketListener();
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.SshAgentUnavailable,
                $"No place could be made in which ssh finds its key: {e.Message}",
                mend: "Check that the folder for temporary files can be written to.",
                innerException: e);
        }
    }
}
