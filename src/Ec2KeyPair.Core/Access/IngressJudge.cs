using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Access;

/// <summary>Reads from security groups who gets through to a port.</summary>
internal static class IngressJudge
{
    private const int MostNamed = 5;

    // EC2 User Guide, "Subnet sizing": /16 to /28. A range of a whole VPC holds all its subnets, a narrower one perhaps this subnet only.
    private const int WidestOfAVpc = 16;
    private const int NarrowestOfASubnet = 28;

    /// <summary>Does this machine get through?</summary>
    /// <param name="groups">The instance's security groups.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="target">The instance's address as it is reached.</param>
    /// <param name="own">This machine's address on the way there; null when it is not known.</param>
    internal static AccessCheck ForThisMachine(IReadOnlyList<SecurityGroup> groups, int port, IPAddress target, IPAddress? own)
    {
        var rules = Rules(groups, port);
        if (rules.Count == 0) return Closed(groups, port, "Let your address in");
        var ranges = Ranges(rules, target.AddressFamily);
        if (ranges.Find(range => range.Parsed.PrefixLength == 0).Text is { } everybody) return Open($"they let everybody in to port {port} ({everybody})");
        // On the way to a public address, a private one of this machine has been exchanged before AWS sees it.
        var isSeen = own is not null && (IsPublic(own) || !IsPublic(target));
        if (isSeen && ranges.Find(range => range.Parsed.Contains(own!)).Text is { } mine) return Open($"they let {own} in to port {port} ({mine})");
        // Behind NAT, AWS sees another address than this machine does; one of its own it sees as it is.
        var mayBeAnother = own is null || !IsPublic(own) || rules.Exists(rule => rule.GroupIds.Count + rule.PrefixListIds.Count > 0);
        return mayBeAnother
            ? new AccessCheck(AccessCheckKind.SecurityGroup, AccessVerdict.Unknown, $"they let in to port {port}: {Sources(rules)}; whether that is this machine, AWS alone sees")
            : Closed(groups, port, $"Let {own} in");
    }

    /// <summary>Does an Instance Connect Endpoint get through?</summary>
    /// <remarks>
    /// A rule for the endpoint's group lets it in whether it preserves the client's address or not; a rule for addresses is
    /// about the client's where it does, else about the endpoint's own, which lies in its subnet (EC2 User Guide, "Security
    /// groups for EC2 Instance Connect Endpoint").
    /// </remarks>
    /// <param name="groups">The instance's security groups.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="target">The instance's private or IPv6 address.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="subnetId">The instance's subnet.</param>
    internal static AccessCheck ForEndpoint(IReadOnlyList<SecurityGroup> groups, int port, IPAddress target, ConnectEndpoint endpoint, string? subnetId)
    {
        var rules = Rules(groups, port);
        if (rules.Count == 0) return Closed(groups, port, $"Let the endpoint's security group in ({string.Join(", ", endpoint.SecurityGroupIds)})");
        var ranges = Ranges(rules, target.AddressFamily);
        if (ranges.Find(range => range.Parsed.PrefixLength == 0).Text is { } everybody) return ToEndpoint($"they let everybody in to port {port} ({everybody})");
        if (rules.SelectMany(rule => rule.GroupIds).FirstOrDefault(endpoint.SecurityGroupIds.Contains) is { } group)
        {
            return ToEndpoint($"they let the endpoint's group {group} in to port {port}");
        }

        var reaches = endpoint.SubnetId is { } subnet && subnet == subnetId ? NarrowestOfASubnet : WidestOfAVpc;
        if (!endpoint.PreservesClientIp && ranges.Find(range => range.Parsed.PrefixLength <= reaches && range.Parsed.Contains(target)).Text is { } network)
        {
            return ToEndpoint($"they let {network} in to port {port}, the network of both");
        }

        return new AccessCheck(
            AccessCheckKind.SecurityGroup,
            AccessVerdict.Unknown,
            $"they let in to port {port}: {Sources(rules)}; whether "
                + (endpoint.PreservesClientIp ? "that is this machine, whose address the endpoint shows, AWS alone sees" : "the endpoint's address is among them is not known"));
    }

    private static AccessCheck ToEndpoint(string evidence) => Open(evidence + "; outbound rules of the endpoint's own groups are not looked at");

    private static AccessCheck Open(string evidence) => new(AccessCheckKind.SecurityGroup, AccessVerdict.Passed, evidence);

    private static AccessCheck Closed(IReadOnlyList<SecurityGroup> groups, int port, string mend)
    {
        var names = string.Join(", ", groups.Select(group => group.GroupId));
        return new AccessCheck(
            AccessCheckKind.SecurityGroup,
            AccessVerdict.Failed,
            $"no rule of {names} lets it in to TCP port {port}",
            $"{mend} to TCP port {port} in one of {names} (Grant-EC2SecurityGroupIngress of AWS.Tools).");
    }

    private static List<IngressRule> Rules(IReadOnlyList<SecurityGroup> groups, int port) =>
        groups.SelectMany(group => group.Ingress).Where(rule => rule.Covers(port)).ToList();

    private static List<(string Text, AddressRange Parsed)> Ranges(List<IngressRule> rules, AddressFamily family) => rules
        .SelectMany(rule => rule.Ranges)
        .Where(range => range.Contains(':') == (family == AddressFamily.InterNetworkV6))
        .Select(range => (Text: range, Parsed: AddressRange.Parse(range)))
        .Where(range => range.Parsed is not null)
        .Select(range => (range.Text, range.Parsed!))
        .ToList();

    private static string Sources(List<IngressRule> rules)
    {
        var all = rules.SelectMany(rule => rule.Ranges.Concat(rule.GroupIds).Concat(rule.PrefixListIds)).Distinct().ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }

    private static bool IsPublic(IPAddress address) => !IPAddress.IsLoopback(address) && !Array.Exists(Inner, range => range.Contains(address));

    // RFC 1918, 6598 (carrier NAT), 3927 and 4193, 4291 (link-local).
    private static readonly AddressRange[] Inner = new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10" }
        .Select(range => AddressRange.Parse(range)!)
        .ToArray();
}
