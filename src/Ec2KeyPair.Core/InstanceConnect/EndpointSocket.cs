using System.Net.WebSockets;
using System.Text;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>
/// A tunnel over a WebSocket: data in binary frames; a text frame is an error of the service; the close frame carries a
/// code and a reason, 1000 for the normal end of the connection (as aws-cli reads them, ec2instanceconnect/websocket.py).
/// </summary>
internal sealed class EndpointSocket(WebSocket socket, EndpointTarget target) : IEndpointSocket
{
    private const int LongestText = 1024;

    public async ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var frame = await ReadAsync(buffer, 0, cancel).ConfigureAwait(false);
                switch (frame.Type)
                {
                    case WebSocketMessageType.Binary when frame.Count > 0:
                        return frame.Count;
                    case WebSocketMessageType.Binary:
                        continue;
                    case WebSocketMessageType.Text:
                        throw await ErrorTextAsync(buffer, frame.Count, frame.IsEnd, cancel).ConfigureAwait(false);
                    default:
                        return socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.Empty ? 0 : throw Closed();
                }
            }
        }
        catch (Exception e) when (IsBroken(e, cancel))
        {
            throw EndpointErrors.Failed(target, "the connection broke.", e);
        }
    }

    public async ValueTask SendAsync(byte[] buffer, int count, CancellationToken cancel)
    {
        try
        {
#if NET8_0_OR_GREATER
            await socket.SendAsync(buffer.AsMemory(0, count), WebSocketMessageType.Binary, true, cancel).ConfigureAwait(false);
#else
            await socket.SendAsync(new ArraySegment<byte>(buffer, 0, count), WebSocketMessageType.Binary, true, cancel).ConfigureAwait(false);
#endif
        }
        catch (Exception e) when (IsBroken(e, cancel))
        {
            throw EndpointErrors.Failed(target, "the connection broke.", e);
        }
    }

    public async Task EndSendingAsync(CancellationToken cancel)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e, cancel))
        {
            throw EndpointErrors.Failed(target, "the connection broke.", e);
        }
    }

    public void Dispose()
    {
        // A TCP connection that ends abruptly: the service ends the other one too.
        socket.Abort();
        socket.Dispose();
    }

#if NET8_0_OR_GREATER
    private async ValueTask<(int Count, WebSocketMessageType Type, bool IsEnd)> ReadAsync(byte[] buffer, int offset, CancellationToken cancel)
    {
        var frame = await socket.ReceiveAsync(buffer.AsMemory(offset), cancel).ConfigureAwait(false);
        return (frame.Count, frame.MessageType, frame.EndOfMessage);
    }
#else
    private async ValueTask<(int Count, WebSocketMessageType Type, bool IsEnd)> ReadAsync(byte[] buffer, int offset, CancellationToken cancel)
    {
        var frame = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, offset, buffer.Length - offset), cancel).ConfigureAwait(false);
        return (frame.Count, frame.MessageType, frame.EndOfMessage);
    }
#endif

    private async Task<Ec2KeyPairException> ErrorTextAsync(byte[] buffer, int length, bool isEnd, CancellationToken cancel)
    {
        while (!isEnd && length < LongestText)
        {
            var more = await ReadAsync(buffer, length, cancel).ConfigureAwait(false);
            if (more.Type != WebSocketMessageType.Text) break;
            length += more.Count;
            isEnd = more.IsEnd;
        }

        return EndpointErrors.Failed(target, Encoding.UTF8.GetString(buffer, 0, Math.Min(length, LongestText)));
    }

    private Ec2KeyPairException Closed()
    {
        var code = (int?)socket.CloseStatus;
        return EndpointErrors.Failed(target, socket.CloseStatusDescription is { Length: > 0 } reason ? $"{reason} (code {code})" : $"the service closed it with code {code}.");
    }

    // Disposing the socket from elsewhere is how a relay leaves it.
    private static bool IsBroken(Exception error, CancellationToken cancel) =>
        error is WebSocketException or ObjectDisposedException or InvalidOperationException or IOException
        || (error is OperationCanceledException && !cancel.IsCancellationRequested);
}
