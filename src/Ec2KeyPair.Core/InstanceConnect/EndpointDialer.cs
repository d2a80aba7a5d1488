using System.Net.WebSockets;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Opens tunnels over WebSockets (RFC 6455).</summary>
internal sealed class EndpointDialer : IEndpointDialer
{
    // Keeps NAT and proxies from forgetting an idle connection.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan LongestDial = TimeSpan.FromSeconds(30);

    public async Task<IEndpointSocket> DialAsync(SignedTunnelUrl url, EndpointTarget target, CancellationToken cancel)
    {
        var address = url.Value;
        // The URL is what opens the tunnel: it goes to nobody in clear text.
        if (address.Scheme != "wss" && !(address.Scheme == "ws" && address.IsLoopback))
        {
            throw EndpointErrors.Failed(target, $"{address.Scheme}://{address.Host} is not encrypted.");
        }

        var socket = new ClientWebSocket();
        using var refusal = new UpgradeRefusal();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(LongestDial);
        try
        {
            socket.Options.KeepAliveInterval = KeepAlive;
            await refusal.ConnectAsync(socket, address, limit.Token).ConfigureAwait(false);
            return new EndpointSocket(socket, target);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is OperationCanceledException && !cancel.IsCancellationRequested)
            {
                throw EndpointErrors.Failed(target, $"{address.Host} did not answer within {LongestDial.TotalSeconds:0} s.");
            }

            if (e is not WebSocketException) throw;
            if (refusal.Find(e) is { } said) throw EndpointErrors.Refused(target, said.Status, said.Code, said.Message);
            // The innermost words only: nothing that could hold the URL.
            throw EndpointErrors.Failed(target, $"{address.Host} could not be reached: {Innermost(e).Message}");
        }
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
