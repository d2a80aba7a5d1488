using System.Net;

namespace Ec2KeyPair.AwsEndpoint.Network;

/// <summary>One inbound rule of a security group.</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, or <c>-1</c> for everything.</param>
/// <param name="FromPort">First port; without meaning for <c>-1</c>.</param>
/// <param name="ToPort">Last port.</param>
/// <param name="Source">An IPv4 or IPv6 range, a security group's id, or a prefix list's id.</param>
public sealed record IngressRule(string Protocol, int FromPort, int ToPort, string Source)
{
    public bool IsGroup => Source.StartsWith("sg-", StringComparison.Ordinal);

    public bool IsPrefixList => Source.StartsWith("pl-", StringComparison.Ordinal);

    public bool IsIpv6 => Source.Contains(':', StringComparison.Ordinal);

    public static IngressRule Tcp(int port, string source) => new("tcp", port, port, source);

    /// <summary>Whether TCP from this address, or from a member of these groups, gets through to the port.</summary>
    internal bool Allows(int port, IPAddress from, IReadOnlyCollection<string> groups)
    {
        if (Protocol is not ("tcp" or "6" or "-1") || (Protocol != "-1" && (port < FromPort || port > ToPort))) return false;
        return IsGroup ? groups.Contains(Source) : !IsPrefixList && IPNetwork.Parse(Source).Contains(from);
    }
}
