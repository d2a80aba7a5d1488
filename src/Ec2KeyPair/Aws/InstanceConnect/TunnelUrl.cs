using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>The presigned URL of a tunnel (as aws-cli makes it, ec2instanceconnect/eicesigner.py).</summary>
internal static class TunnelUrl
{
    private const int ValidSeconds = 60;

    /// <summary>Signs for one tunnel.</summary>
    /// <param name="target">Where it leads.</param>
    /// <param name="keys">The caller's credentials.</param>
    /// <param name="region">The Region's system name.</param>
    /// <param name="serviceUrl">The address that was configured for the service, or null.</param>
    /// <param name="now">The time of the signature, in UTC.</param>
    internal static Uri Sign(EndpointTarget target, ImmutableCredentials keys, string region, string? serviceUrl, DateTime now)
    {
        var host = Host(target.DnsName, serviceUrl);
        using var request = new DefaultRequest(new OpenTunnelRequest(), InstanceConnectConfig.Id)
        {
            HttpMethod = "GET", UseQueryString = true, ResourcePath = "/openTunnel", Endpoint = host,
        };
        var query = request.Parameters;
        query["instanceConnectEndpointId"] = target.EndpointId;
        query["remotePort"] = Text(target.Port);
        query["privateIpAddress"] = target.Address;
        if (target.MaxDurationSeconds is { } seconds) query["maxTunnelDuration"] = Text(seconds);
        query["X-Amz-Expires"] = Text(ValidSeconds);
        if (keys.UseToken) query["X-Amz-Security-Token"] = keys.Token;
        var signed = AWS4PreSignedUrlSigner.SignRequest(
            request, null, new RequestMetrics(), keys.AccessKey, keys.SecretKey, InstanceConnectConfig.SigningName, region, now);
        var address = AmazonServiceClient.ComposeUrl(request).AbsoluteUri + "&" + signed.ForQueryParameters;
        return new Uri((host.Scheme == "http" ? "ws" : "wss") + address.Substring(host.Scheme.Length));
    }

    // A tunnel goes to its endpoint's own name, whatever address the service's API has (a VPC endpoint, say). Only
    // where all of AWS is played on this machine, the tunnels are too.
    private static Uri Host(string dnsName, string? serviceUrl) =>
        Uri.TryCreate(serviceUrl, UriKind.Absolute, out var configured) && configured.IsLoopback
            ? new Uri(configured.GetLeftPart(UriPartial.Authority))
            : new UriBuilder("https", dnsName).Uri;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class OpenTunnelRequest : AmazonWebServiceRequest;
}
