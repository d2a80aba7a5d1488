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

    /// <summary>A remote desktop client.</summary>
    Rdp,

    /// <summary>A remote desktop where the instance is a Windows one, else ssh.</summary>
    ByPlatform,
}

/// <summary>Decides the manner.</summary>
public static class ConnectionManners
{
    /// <summary>The manner for these wishes.</summary>
    /// <param name="protocol">What to speak.</param>
    /// <param name="via">Which way to go.</param>
    /// <param name="asProxy">Be ssh's ProxyCommand.</param>
    /// <param name="wishes">What else is asked for.</param>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: they contradict each other.</exception>
    public static ConnectionManner Choose(ConnectionProtocol protocol, ConnectionRoute via, bool asProxy, ConnectionWishes wishes)
    {
        var isShell = wishes.Shell || protocol == ConnectionProtocol.Shell;
        if ((isShell && via is ConnectionRoute.Direct or ConnectionRoute.InstanceConnectEndpoint) || (asProxy && via == ConnectionRoute.Direct))
        {
            throw Invalid("A shell and a Session document go through Session Manager; a proxy through it or an Instance Connect Endpoint, not direct.");
        }

        if (wishes.EphemeralKey && wishes.KeyFile) throw Invalid("-InstanceConnect makes a key of its own: -KeyPath has nothing to say beside it.");

        if (asProxy)
        {
            var isSsh = protocol is ConnectionProtocol.Auto or ConnectionProtocol.Ssh && !wishes.Shell && !wishes.Rdp && !wishes.EphemeralKey;
            return isSsh ? ConnectionManner.Proxy : throw Invalid("A proxy carries ssh, not a shell and no remote desktop; which key ssh takes is ssh's own choice.");
        }

        var manner = protocol switch
        {
            ConnectionProtocol.Ssh => ConnectionManner.Ssh,
            ConnectionProtocol.Shell => ConnectionManner.Shell,
            ConnectionProtocol.Rdp => ConnectionManner.Rdp,
            _ => Guess(via, wishes),
        };
        ThrowIfContradicted(manner, wishes);
        return manner;
    }

    private static ConnectionManner Guess(ConnectionRoute via, ConnectionWishes wishes) =>
        wishes.Shell ? ConnectionManner.Shell
        : wishes.Rdp ? ConnectionManner.Rdp
        : wishes.Ssh ? ConnectionManner.Ssh
        : via == ConnectionRoute.SessionManager && !wishes.Login ? ConnectionManner.Shell
        : ConnectionManner.ByPlatform;

    private static void ThrowIfContradicted(ConnectionManner manner, ConnectionWishes wishes)
    {
        if (manner == ConnectionManner.Shell ? wishes.Ssh || wishes.Rdp || wishes.Login : wishes.Shell)
        {
            throw Invalid("Session Manager's shell takes no user, key, port, credential or arguments of ssh and of a remote desktop, and these take no Session document.");
        }

        if (manner == ConnectionManner.Rdp ? wishes.Ssh : wishes.Rdp)
        {
            throw Invalid("A remote desktop takes no arguments of ssh and no -InstanceConnect, and ssh takes no -LoginCredential, -Passphrase, -ClientArgument or -RdpFilePath.");
        }

        if (wishes.Credential && wishes.FirstPassword)
        {
            throw Invalid("-LoginCredential is account and password: beside it, -UserName, -KeyPath and -Passphrase have nothing to say.");
        }
    }

    private static Ec2KeyPairException Invalid(string message) => new(ErrorCondition.ParameterInvalid, message);
}
