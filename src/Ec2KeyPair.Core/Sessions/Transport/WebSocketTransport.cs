using System.Net.WebSockets;
#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace Ec2KeyPair.Core.Sessions.Transport;

/// <summary>Messages over a WebSocket.</summary>
internal sealed class WebSocketTransport(WebSocket socket) : IMessageTransport
{
    public ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel) =>
        SendAsync(utf8, WebSocketMessageType.Text, cancel);

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel) =>
        SendAsync(message, WebSocketMessageType.Binary, cancel);

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            for (var length = 0; ;)
            {
                if (length == buffer.Length) throw new IOException($"A message of more than {buffer.Length} bytes.");
                var (count, type, isEnd) = await ReadAsync(buffer.Slice(length), cancel).ConfigureAwait(false);
                if (type == WebSocketMessageType.Close) return -1;
                // Text or binary: the official client takes frames from either.
                length += count;
                if (isEnd) return length;
            }
        }
        catch (Exception e) when (IsBroken(e, cancel))
        {
            throw new IOException($"The connection broke: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        // Nobody waits for the closing handshake: frames that matter have been acknowledged.
        socket.Abort();
        socket.Dispose();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancel)
    {
        try
        {
#if NET8_0_OR_GREATER
            await socket.SendAsync(message, type, true, cancel).ConfigureAwait(false);
#else
            await socket.SendAsync(Segment(message), type, true, cancel).ConfigureAwait(false);
#endif
        }
        catch (Exception e) when (IsBroken(e, cancel))
        {
            throw new IOException($"The connection broke: {e.Message}", e);
        }
    }

#if NET8_0_OR_GREATER
    private async ValueTask<(int Count, WebSocketMessageType Type, bool IsEnd)> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var result = await socket.ReceiveAsync(buffer, cancel).ConfigureAwait(false);
        return (result.Count, result.MessageType, result.EndOfMessage);
    }
#else
    private async ValueTask<(int Count, WebSocketMessageType Type, bool IsEnd)> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var result = await socket.ReceiveAsync(Segment(buffer), cancel).ConfigureAwait(false);
        return (result.Count, result.MessageType, result.EndOfMessage);
    }

    private static ArraySegment<byte> Segment(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) ? segment : new ArraySegment<byte>(memory.ToArray());
#endif

    // Disposing the socket from elsewhere is how a dead path is left.
    private static bool IsBroken(Exception error, CancellationToken cancel) =>
        error is WebSocketException or ObjectDisposedException or InvalidOperationException
        || (error is OperationCanceledException && !cancel.IsCancellationRequested);
}
