using System.Net.WebSockets;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Transport;

/// <summary>Opens WebSockets (RFC 6455) to the service: exactly the URL that StartSession gave, no signature, no further headers.</summary>
internal sealed class WebSocketDialer : IMessageDialer
{
    // Keeps NAT and proxies from forgetting an idle connection; the official client's 5 minutes are too long for some.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(55);
    private static readonly TimeSpan LongestDial = TimeSpan.FromSeconds(30);

    public async Task<IMessageTransport> DialAsync(Uri streamUrl, CancellationToken cancel)
    {
        // The first message is the session's token: it goes to nobody in clear text.
        if (streamUrl.Scheme != "wss" && !(streamUrl.Scheme == "ws" && streamUrl.IsLoopback))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.SessionProtocolError, $"The session's stream URL is not encrypted: {streamUrl.Scheme}://{streamUrl.Host}.");
        }

        var socket = new ClientWebSocket();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(LongestDial);
        try
        {
            socket.Options.KeepAliveInterval = KeepAlive;
            await socket.ConnectAsync(streamUrl, limit.Token).ConfigureAwait(false);
            return new WebSocketTransport(socket);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is WebSocketException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                throw new IOException($"{streamUrl.Host} could not be reached: {e.InnerException?.Message ?? e.Message}", e);
            }

            throw;
        }
    }
}
