using System.Globalization;
using System.Net;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>An address range in CIDR notation, IPv4 or IPv6 (RFC 4632, RFC 4291 section 2.3).</summary>
public sealed class AddressRange
{
    private readonly byte[] _network;

    private AddressRange(byte[] network, int length)
    {
        _network = network;
        PrefixLength = length;
    }

    /// <summary>Bits that all its addresses have in common; 0 for everybody.</summary>
    public int PrefixLength { get; }

    /// <summary>Reads a range; null for what is none.</summary>
    /// <example><code>AddressRange.Parse("203.0.113.0/24")</code></example>
    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/');
        if (slash < 0
            || !IPAddress.TryParse(text.Substring(0, slash), out var address)
            || !int.TryParse(text.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return null;
        }

        var network = address.GetAddressBytes();
        return length <= 8 * network.Length ? new AddressRange(network, length) : null;
    }

    /// <summary>True for an address of the same family within the range.</summary>
    public bool Contains(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        if (bytes.Length != _network.Length) return false;
        for (var bit = 0; bit < PrefixLength; bit++)
        {
            if (((bytes[bit / 8] ^ _network[bit / 8]) & (0x80 >> (bit % 8))) != 0) return false;
        }

        return true;
    }
}
