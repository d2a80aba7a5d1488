using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Access;

/// <summary>Reads from security groups who gets through to a port.</summary>
internal static class IngressJudge
{
    private const int MostNamed = 5;

    /// <summary>Does this machine get through?</summary>
    /// <param name="groups">The instance's security groups.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="family">IPv4 or IPv6, as the instance is reached.</param>
    /// <param name="own">This machine's address on the way there; null when it is not known.</param>
    internal static AccessCheck ForThisMachine(IReadOnlyList<SecurityGroup> groups, int port, AddressFamily family, IPAddress? own)
    {
        var rules = Rules(groups, port);
        if (rules.Count == 0) return Closed(groups, port, "Let your address in");
        var ranges = Ranges(rules, family);
        if (ranges.Find(range => range.Parsed.PrefixLength == 0).Text is { } everybody) return Open($"they let everybody in to port {port} ({everybody})");
        if (own is not null && ranges.Find(range => range.Parsed.Contains(own)).Text is { } mine) return Open($"they let {own} in to port {port} ({mine})");
        // Behind NAT, AWS sees another address than this machine does; one of its own it sees as it is.
        var mayBeAnother = own is null || !IsPublic(own) || rules.Exists(rule => rule.GroupIds.Count + rule.PrefixListIds.Count > 0);
        return mayBeAnother
            ? new AccessCheck(AccessCheckKind.SecurityGroup, AccessVerdict.Unknown, $"they let in to port {port}: {Sources(rules)}; whether that is this machine, AWS alone sees")
            : Closed(groups, port, $"Let {own} in");
    }

    /// <summary>Does an Instance Connect Endpoint get through?</summary>
    internal static AccessCheck ForEndpoint(IReadOnlyList<SecurityGroup> groups, int port, AddressFamily family, ConnectEndpoint endpoint)
    {
        var rules = Rules(groups, port);
        var letIn = $"Let the endpoint's security group in ({string.Join(", ", endpoint.SecurityGroupIds)})";
        if (rules.Count == 0) return Closed(groups, port, letIn);
        if (Ranges(rules, family).Find(range => range.Parsed.PrefixLength == 0).Text is { } everybody) return Open($"they let everybody in to port {port} ({everybody})");
        // A rule for a group knows its members by their own addresses, which an endpoint may not show.
        if (!endpoint.PreservesClientIp && rules.SelectMany(rule => rule.GroupIds).FirstOrDefault(endpoint.SecurityGroupIds.Contains) is { } group)
        {
            return Open($"they let the endpoint's group {group} in to port {port}");
        }

        return new AccessCheck(
            AccessCheckKind.SecurityGroup, AccessVerdict.Unknown, $"they let in to port {port}: {Sources(rules)}; whether the endpoint's address is among them is not known");
    }

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
