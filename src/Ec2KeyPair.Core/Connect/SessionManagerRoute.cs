using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Through Session Manager. ssh is pointed at a local port, which is known only when the session is open.</summary>
public sealed class SessionManagerRoute : IRoute
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.SessionManager;

    /// <inheritdoc/>
    // Whether the agent is there, StartSession says better than anything that could be asked before.
    public RouteAnswer Look(Ec2Instance instance) => new(Kind, "127.0.0.1", "by way of its agent");
}
