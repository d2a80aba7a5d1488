using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>How a connection is made, as the parameters that were given decide it.</summary>
public enum ConnectionManner
{
    /// <summary>The system's ssh in the foreground.</summary>
    Ssh,

    /// <summary>Session Manager's shell in the terminal.</summary>
    Shell,

    /// <summary>Standard input and output are the connection to an SSH server.</summary>
    Proxy,
}

/// <summary>Decides the manner.</summary>
public static class ConnectionManners
{
    /// <summary>The manner for these wishes.</summary>
    /// <param name="protocol">What to speak.</param>
    /// <param name="via">Which way to go.</param>
    /// <param name="asProxy">Be ssh's ProxyCommand.</param>
    /// <param name="wantsSsh">Something is asked for that only ssh has: a user, a key, a port, arguments.</param>
    /// <param name="wantsShell">Something is asked for that only a shell session has: a document.</param>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: they contradict each other.</exception>
    public static ConnectionManner Choose(ConnectionProtocol protocol, ConnectionRoute via, bool asProxy, bool wantsSsh, bool wantsShell)
    {
        if ((asProxy || wantsShell || protocol == ConnectionProtocol.Shell) && via == ConnectionRoute.Direct)
        {
            throw Invalid("A shell, a Session document and a proxy go through Session Manager, not direct.");
        }

        if (asProxy)
        {
            return protocol == ConnectionProtocol.Shell || wantsShell ? throw Invalid("A proxy carries ssh, not a shell.") : ConnectionManner.Proxy;
        }

        var isShell = protocol == ConnectionProtocol.Shell || wantsShell
            || (protocol == ConnectionProtocol.Auto && via == ConnectionRoute.SessionManager && !wantsSsh);
        if (isShell && (wantsSsh || protocol == ConnectionProtocol.Ssh))
        {
            throw Invalid("Session Manager's shell takes no user, key, port or arguments of ssh, and ssh takes no Session document.");
        }

        return isShell ? ConnectionManner.Shell : ConnectionManner.Ssh;
    }

    private static Ec2KeyPairException Invalid(string message) => new(ErrorCondition.ParameterInvalid, message);
}
