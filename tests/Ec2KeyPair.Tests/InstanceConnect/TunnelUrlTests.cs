using System.Globalization;
using Amazon.Runtime;
using Ec2KeyPair.Aws.InstanceConnect;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Tests.InstanceConnect;

public sealed class TunnelUrlTests
{
    private const string AccessKey = "AKIAIOSFODNN7EXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Token = "IQoJb3JpZ2luX2Vj+/==EXAMPLE token with spaces";
    private const string Stamp = "20261124T081530Z";
    private const string DnsName = "eice-0123456789abcdef0.89abcdef.ec2-instance-connect-endpoint.eu-central-1.amazonaws.com";
    private static readonly DateTime Now = DateTime.ParseExact(Stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    [Theory]
    [InlineData("10.0.0.7", 22, null, false, "be7f60e917e7754d5dba32bbd2fd43982d2e23eaff08e33cc4b4f9faa40167ab")]
    [InlineData("2001:db8::7", 3389, 900, true, "723bc32274979b068fc2cbbf5b10fd5d35d678ea043b2c47b20d6010e317dbfc")]
    public void Sign_KnownInputs_GiveTheSignatureThatBotocoreGave(string address, int port, int? seconds, bool withToken, string signature)
    {
        var url = Sign(address, port, seconds, withToken);
        Assert.Equal(signature, Query(url)["X-Amz-Signature"]);
    }

    [SkippableTheory]
    [InlineData("10.0.0.7", 22, null, false)]
    [InlineData("10.0.0.7", 22, 3600, true)]
    [InlineData("2001:db8::7", 3389, 1, true)]
    public void Sign_EveryForm_IsWhatBotocoreMakes(string address, int port, int? seconds, bool withToken)
    {
        var url = Sign(address, port, seconds, withToken);
        var query = $"instanceConnectEndpointId=eice-0123456789abcdef0&remotePort={port}&privateIpAddress={Uri.EscapeDataString(address)}"
            + (seconds is null ? "" : $"&maxTunnelDuration={seconds}");
        var theirs = new Uri(Botocore.Sign(new Botocore.Request(
            "GET", $"wss://{DnsName}/openTunnel?{query}", [], "", Stamp, "eu-central-1", AccessKey, SecretKey, withToken ? Token : null, Presign: true)));
        Assert.Equal(theirs.GetLeftPart(UriPartial.Path), url.GetLeftPart(UriPartial.Path));
        Assert.Equal(Query(theirs).OrderBy(part => part.Key, StringComparer.Ordinal), Query(url).OrderBy(part => part.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4566", "ws://127.0.0.1:4566/openTunnel")]
    [InlineData("http://localhost:4566/", "ws://localhost:4566/openTunnel")]
    [InlineData("https://[::1]:4566/base", "wss://[::1]:4566/openTunnel")]
    [InlineData("https://vpce-0a-1b.ec2-instance-connect.eu-central-1.vpce.amazonaws.com", "wss://" + DnsName + "/openTunnel")]
    [InlineData("http://10.0.0.1:4566", "wss://" + DnsName + "/openTunnel")]
    [InlineData(null, "wss://" + DnsName + "/openTunnel")]
    public void Sign_ConfiguredAddress_DivertsTunnelsToThisMachineOnly(string? serviceUrl, string expected) =>
        Assert.Equal(expected, TunnelUrl.Sign(Target("10.0.0.7", 22, null), new ImmutableCredentials(AccessKey, SecretKey, null), "eu-central-1", serviceUrl, Now).GetLeftPart(UriPartial.Path));

    private static Uri Sign(string address, int port, int? seconds, bool withToken) => TunnelUrl.Sign(
        Target(address, port, seconds), new ImmutableCredentials(AccessKey, SecretKey, withToken ? Token : null), "eu-central-1", null, Now);

    private static EndpointTarget Target(string address, int port, int? seconds) => new()
    {
        EndpointId = "eice-0123456789abcdef0", DnsName = DnsName, InstanceId = "i-0123456789abcdef0", Address = address, Port = port, MaxDurationSeconds = seconds,
    };

    private static Dictionary<string, string> Query(Uri url) => url.Query.TrimStart('?').Split('&')
        .Select(part => part.Split('=', 2))
        .ToDictionary(part => Uri.UnescapeDataString(part[0]), part => Uri.UnescapeDataString(part[1]));
}
