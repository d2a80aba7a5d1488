using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>The ways to the keys on an instance.</summary>
public enum KeyRoute
{
    /// <summary>Over SSH, by the best way that is open.</summary>
    Auto,

    /// <summary>Over SSH, straight to one of the instance's own addresses.</summary>
    Direct,

    /// <summary>Over SSH, through an EC2 Instance Connect Endpoint.</summary>
    InstanceConnectEndpoint,

    /// <summary>Over SSH, through Session Manager.</summary>
    SessionManager,

    /// <summary>Through Run Command, which needs no key and no open port: an agent runs the script as root.</summary>
    RunCommand,
}

/// <summary>What follows from a way.</summary>
internal static class KeyRoutes
{
    /// <summary>The way for SSH.</summary>
    internal static ConnectionRoute ForSsh(this KeyRoute route) => route switch
    {
        KeyRoute.Direct => ConnectionRoute.Direct,
        KeyRoute.InstanceConnectEndpoint => ConnectionRoute.InstanceConnectEndpoint,
        KeyRoute.SessionManager => ConnectionRoute.SessionManager,
        _ => ConnectionRoute.Auto,
    };
}
