using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Straight to the instance: its public IPv4 address, else IPv6, else the private address (VPN, same VPC).</summary>
/// <remarks>Addresses, not DNS names: there is nothing to look up that could answer differently.</remarks>
public sealed class DirectRoute : IRoute
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.Direct;

    /// <inheritdoc/>
    public RouteAnswer Look(Ec2Instance instance)
    {
        if (instance.PublicIpAddress is { Length: > 0 } address) return new(Kind, address, "its public IPv4 address");
        if (instance.Ipv6Address is { Length: > 0 } ipv6) return new(Kind, ipv6, "its IPv6 address");
        if (instance.PrivateIpAddress is { Length: > 0 } inner) return new(Kind, inner, "its private address: it has no public one");
        return new(Kind, null, "it has no address");
    }
}
