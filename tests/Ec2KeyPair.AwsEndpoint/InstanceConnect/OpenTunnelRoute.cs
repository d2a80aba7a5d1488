using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.AgentSide;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Network;
using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.InstanceConnect;

/// <summary>
/// The WebSocket of an Instance Connect Endpoint: <c>GET /openTunnel</c> with a presigned query. What is wrong with a request
/// is a 4xx with a JSON body in place of the upgrade; what is wrong with the target shows in the close frame.
/// </summary>
internal sealed class OpenTunnelRoute(LoopbackAws aws) : IHttpRoute
{
    private const int LongestSeconds = 3600;
    private readonly SigV4Verifier _verifier = new(aws.Credentials, () => aws.ServerTime);

    public string Service => "ec2-instance-connect";

    public string? ActionOf(AwsRequest request) => request is { Method: "GET", RawPath: "/openTunnel" } ? "OpenTunnel" : null;

    public async Task<ApiAnswer?> HandleAsync(AwsRequest request, LoopbackAws aws)
    {
        var network = Verify(request).Network;
        var query = request.QueryParameters;
        var endpoint = network.FindEndpoint(query["instanceConnectEndpointId"] ?? "") is { IsUsable: true } found
            ? found
            : throw Invalid("The specified InstanceConnectEndpointId is not valid.");
        var port = Port(query["remotePort"]);
        var address = Address(query["privateIpAddress"], endpoint);
        var tunnel = new EndpointTunnel(endpoint, query["privateIpAddress"]!, port, Duration(query["maxTunnelDuration"]), aws.Tunnels.Settings);
        if (!request.Context.WebSockets.IsWebSocketRequest) throw Invalid("This is no WebSocket.");
        if (!endpoint.TryEnter(tunnel)) throw new AwsException("LimitExceeded", "The endpoint has as many connections as it can have.", 429);
        try
        {
            aws.Tunnels.Add(tunnel);
            using var socket = await request.Context.WebSockets.AcceptWebSocketAsync();
            await tunnel.ServeAsync(socket, request.Context, Destination(network, endpoint, address, port));
            return null;
        }
        finally
        {
            endpoint.Leave(tunnel);
        }
    }

    public ApiAnswer Error(AwsRequest request, AwsException error)
    {
        var body = new JsonObject { ["ErrorCode"] = error.Code, ["Message"] = error.Message };
        return new ApiAnswer(error.Status, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()), error.Code);
    }

    private RegionState Verify(AwsRequest request)
    {
        try
        {
            if (request.Context.Request.Headers.ContainsKey("Authorization")) throw new SignatureException(SignatureFault.Missing);
            request.Signer = _verifier.Verify(request);
        }
        catch (SignatureException refused)
        {
            throw new AwsException("UnauthorizedOperation", refused.Detail ?? "The signature is not valid: " + refused.Fault, 403);
        }

        return request.Signer.Service == Service && aws.Cloud.IsEnabled(request.Signer.Region)
            ? aws.Cloud.Region(request.Signer.Credential.AccountId, request.Signer.Region)
            : throw new AwsException("UnauthorizedOperation", "The signature is for another service or Region.", 403);
    }

    // The words as users report them: https://github.com/aidansteele/rdsconn/issues/5
    private int Port(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && (port is 22 or 3389 || aws.Tunnels.Settings.Ports.ContainsKey(port))
        ? port
        : throw Invalid("The specified RemotePort is not valid. Specify either 22 or 3389 as the RemotePort and retry your request.");

    private static IPAddress Address(string? text, ConnectEndpoint endpoint)
    {
        if (!IPAddress.TryParse(text, out var address)) throw Invalid("The specified PrivateIpAddress is not valid.");
        var kind = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4";
        return endpoint.IpAddressType == "dualstack" || endpoint.IpAddressType == kind
            ? address
            : throw Invalid($"The endpoint is {endpoint.IpAddressType} and the specified PrivateIpAddress is {kind}.");
    }

    private static TimeSpan? Duration(string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid("The specified MaxTunnelDuration is not valid.");

    private PortDestination? Destination(VirtualNetwork network, ConnectEndpoint endpoint, IPAddress address, int port)
    {
        if (network.FindInstance(endpoint.VpcId, address) is not { } instance || instance.State != InstanceState.Running) return null;
        var isLetIn = instance.SecurityGroupIds.Any(id => network.FindGroup(id)?.Allows(port, endpoint.Address, endpoint.SecurityGroupIds) == true);
        if (!isLetIn) return null;
        var really = aws.Tunnels.Settings.Ports.GetValueOrDefault(port, port);
        if (port == instance.ServerPort && instance.Server is { } server) really = server.Port;
        return new PortDestination(null, instance, really);
    }

    private static AwsException Invalid(string message) => new("InvalidParameter", message);
}
