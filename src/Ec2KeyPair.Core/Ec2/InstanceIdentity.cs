using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>What a person typed to name an instance: an id, an address, a DNS name or a Name tag.</summary>
public static class InstanceIdentity
{
    private static readonly Regex IdForm = new("^i-([0-9a-f]{8}|[0-9a-f]{17})\\z", RegexOptions.CultureInvariant);

    /// <summary>True for <c>i-</c> and 8 or 17 hexadecimal digits, the forms that EC2 gives out.</summary>
    public static bool IsId(string text) => IdForm.IsMatch(text);

    /// <summary>The EC2 filters, any of which may find the instance that this text names.</summary>
    internal static IReadOnlyList<string> FilterNames(string text)
    {
        if (IsId(text)) return ["instance-id"];
        if (IPAddress.TryParse(text, out var address) && (text.Contains('.') || text.Contains(':')))
        {
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? ["network-interface.ipv6-addresses.ipv6-address"]
                : ["ip-address", "private-ip-address"];
        }

        return text.Contains('.') ? ["dns-name", "private-dns-name", "tag:Name"] : ["tag:Name"];
    }

    /// <summary>True when this instance is one that the text names.</summary>
    internal static bool Names(string text, Ec2Instance instance) =>
        text == instance.InstanceId
        || text == instance.Name
        || text == instance.PublicIpAddress
        || text == instance.PrivateIpAddress
        || SameAddress(text, instance.Ipv6Address)
        || SameDnsName(text, instance.PublicDnsName)
        || SameDnsName(text, instance.PrivateDnsName);

    private static bool SameDnsName(string text, string? name) =>
        !string.IsNullOrEmpty(name) && string.Equals(text, name, StringComparison.OrdinalIgnoreCase);

    private static bool SameAddress(string text, string? address) =>
        IPAddress.TryParse(text, out var left) && IPAddress.TryParse(address ?? "", out var right) && left.Equals(right);
}
