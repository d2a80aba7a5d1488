using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net.WebSockets;
using Ec2KeyPair.AwsEndpoint.AgentSide;
using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.AwsEndpoint.InstanceConnect;

/// <summary>One WebSocket of an Instance Connect Endpoint and the one TCP connection that it stands for.</summary>
public sealed class EndpointTunnel
{
    /// <summary>What the official client sends at most.</summary>
    private const int LargestFrame = 65_000;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly TunnelSettings _settings;
    private WebSocket? _socket;
    private HttpContext? _context;
    private long _received;

    internal EndpointTunnel(ConnectEndpoint endpoint, string address, int port, TimeSpan? maxDuration, TunnelSettings settings)
    {
        Endpoint = endpoint;
        Address = address;
        RemotePort = port;
        MaxDuration = maxDuration;
        _settings = settings;
    }

    public ConnectEndpoint Endpoint { get; }

    /// <summary>privateIpAddress, as it was asked for.</summary>
    public string Address { get; }

    public int RemotePort { get; }

    /// <summary>maxTunnelDuration; null where the client said nothing.</summary>
    public TimeSpan? MaxDuration { get; }

    /// <summary>Bytes that the client sent.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>The close code that the client sent; null where it sent none.</summary>
    public WebSocketCloseStatus? ClosedByClient { get; private set; }

    public bool IsEnded => _ended.Task.IsCompleted;

    public Task Ended => _ended.Task;

    public IReadOnlyList<string> Violations => [.. _violations];

    /// <summary>Breaks the connection without a word.</summary>
    public Task CutAsync()
    {
        if (!IsEnded) _context?.Abort();
        return _context is null ? Task.CompletedTask : _ended.Task;
    }

    /// <summary>Sends a text frame, which is how the service tells an error.</summary>
    public Task SendTextAsync(string text) => SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text).AsTask();

    /// <summary>Closes from the service's side.</summary>
    public async Task CloseAsync(WebSocketCloseStatus code, string reason)
    {
        if (_socket is { State: WebSocketState.Open or WebSocketState.CloseReceived } socket) await socket.CloseOutputAsync(code, reason, CancellationToken.None);
    }

    internal async Task ServeAsync(WebSocket socket, HttpContext context, PortDestination? destination)
    {
        (_socket, _context) = (socket, context);
        var abort = context.RequestAborted;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(abort);
            limit.CancelAfter(MaxDuration ?? TimeSpan.FromHours(1));
            if (await ConnectAsync(destination, abort) is not { } target)
            {
                await CloseAsync(WebSocketCloseStatus.InternalServerError, "Unable to connect to target");
                await DrainAsync(socket, abort);
                return;
            }

            await using (target)
            {
                var down = DownAsync(target);
                var up = UpAsync(socket, target, abort);
                if (await Task.WhenAny(down, up).WaitAsync(limit.Token) == up && !_settings.AnswersAfterClose) target.Close();
                await down.WaitAsync(limit.Token);
                await CloseAsync(WebSocketCloseStatus.NormalClosure, "");
                await up.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            await CloseAsync(WebSocketCloseStatus.PolicyViolation, "The maximum tunnel duration was reached");
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            // The client, or a test, broke it.
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private static async Task<NetworkStream?> ConnectAsync(PortDestination? destination, CancellationToken cancel)
    {
        try
        {
            return destination is null ? null : await destination.ConnectAsync(cancel);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async Task UpAsync(WebSocket socket, NetworkStream target, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var frame = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (frame.MessageType == WebSocketMessageType.Close)
            {
                ClosedByClient = socket.CloseStatus;
                break;
            }

            if (frame.MessageType == WebSocketMessageType.Text) _violations.Enqueue("a text frame from the client");
            length = frame.EndOfMessage ? 0 : length + frame.Count;
            if (length > LargestFrame || frame.Count > LargestFrame) _violations.Enqueue($"a frame of more than {LargestFrame} bytes");
            Interlocked.Add(ref _received, frame.Count);
            try
            {
                await target.WriteAsync(buffer.AsMemory(0, frame.Count), cancel);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The target takes no more; it has closed, or closes now.
            }
        }

        try
        {
            target.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has closed already.
        }
    }

    private async Task DownAsync(NetworkStream target)
    {
        var buffer = new byte[_settings.FramePayload];
        try
        {
            while (await target.ReadAsync(buffer) is var count and > 0) await SendAsync(buffer.AsMemory(0, count), WebSocketMessageType.Binary);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Reset by the target, or closed from here.
        }
    }

    // Senders take turns inside .NET's WebSocket: a test's text frame comes between two frames of data.
    private ValueTask SendAsync(ReadOnlyMemory<byte> data, WebSocketMessageType type) =>
        _socket!.SendAsync(data, type, endOfMessage: true, CancellationToken.None);

    private static async Task DrainAsync(WebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), cancel)).MessageType != WebSocketMessageType.Close)
        {
        }
    }
}
