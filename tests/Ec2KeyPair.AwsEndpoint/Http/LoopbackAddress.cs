using System.Net;

namespace Ec2KeyPair.AwsEndpoint.Http;

/// <summary>The endpoint hands out sessions on this machine to whoever knows a published secret: it listens nowhere but on loopback.</summary>
public static class LoopbackAddress
{
    /// <summary>The port of an http URL on 127.0.0.1 or localhost; every other address is refused.</summary>
    public static int Require(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"'{url}' is not an http URL.", nameof(url));
        }

        var isLoopback = uri.Host == "localhost" || (IPAddress.TryParse(uri.Host, out var address) && address.Equals(IPAddress.Loopback));
        if (!isLoopback)
        {
            throw new ArgumentException($"'{url}' is refused: this endpoint listens on 127.0.0.1 only.", nameof(url));
        }

        return uri.Port;
    }
}
