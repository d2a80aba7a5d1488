using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect;

/// <summary>One way to reach a port of an instance.</summary>
public interface IRoute
{
    /// <summary>Which one this is.</summary>
    ConnectionRoute Kind { get; }

    /// <summary>Where a client has to connect to for this instance, or why this way is closed.</summary>
    RouteAnswer Look(Ec2Instance instance);
}
