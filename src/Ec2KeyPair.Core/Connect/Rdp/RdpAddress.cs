using System.Globalization;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>Where an RDP server listens, as this machine reaches it.</summary>
/// <example><code>
/// new RdpAddress("2001:db8::7", 3389).ToString(); // [2001:db8::7]:3389
/// </code></example>
public sealed record RdpAddress
{
    /// <summary>RDP's port (IANA: ms-wbt-server).</summary>
    public const int DefaultPort = 3389;

    /// <summary>An address of a checked form.</summary>
    /// <param name="host">An IP address or a DNS name.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe: it is neither.</exception>
    public RdpAddress(string host, int port)
    {
        if (HostNameForm.Normal(host) is not { } normal || port is < 1 or > 65535)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.ArgumentUnsafe,
                $"'{Text.Printable.Text(host)}', port {port} is no address of a server; it is not passed to a client.",
                host);
        }

        Host = normal;
        Port = port;
    }

    /// <summary>The IP address or DNS name.</summary>
    public string Host { get; }

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>Host and port in the spelling that all clients read: an IPv6 address in brackets.</summary>
    public override string ToString() =>
        (Host.IndexOf(':') < 0 ? Host : $"[{Host}]") + ":" + Port.ToString(CultureInfo.InvariantCulture);
}
