using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Ec2KeyPair.AwsEndpoint.AgentSide;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>One session: the service between a client's sockets and the agent, with what either did wrong.</summary>
public sealed class PlayedSession : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly Channel<byte[]> _toClient = Channel.CreateBounded<byte[]>(8);
    private readonly LossyLink _up;
    private readonly LossyLink _down;
    private readonly Agent _agent;
    private readonly Task[] _running;
    private readonly HashSet<string> _requestIds = [];
    private readonly ConcurrentQueue<string> _tokens = new();
    private string _token = NewToken();
    private string? _clientId;
    private CancellationTokenSource? _socket;
    private bool _wasAttached;

    internal PlayedSession(string id, Instance target, SessionDocument document, SessionSettings settings)
    {
        Id = id;
        Target = target;
        Document = document.Name;
        Parameters = document.Parameters;
        Settings = settings;
        _tokens.Enqueue(_token);
        _agent = new Agent(this, document, SendToClientAsync);
        _up = new LossyLink(settings.Link, 1, frame => _agent.ReceiveAsync(frame));
        _down = new LossyLink(settings.Link, 2, DeliverAsync);
        _running = [RunAsync(_up.RunAsync), RunAsync(_down.RunAsync), RunAsync(_agent.RunAsync), RunAsync(CutAsync)];
    }

    public string Id { get; }

    public Instance Target { get; }

    public string Document { get; }

    public IReadOnlyDictionary<string, string> Parameters { get; }

    public SessionSettings Settings { get; }

    /// <summary>What the client did that the official one never does. Tests want this empty.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Times that a client attached.</summary>
    public int Attachments { get; private set; }

    /// <summary>True once the channel is closed.</summary>
    public bool IsEnded => Ended.IsCompleted;

    /// <summary>Ends with the session, by whoever.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The terminal's size as the agent last heard it.</summary>
    public (int Columns, int Rows)? TerminalSize => _agent.TerminalSize;

    /// <summary>The client has acknowledged everything that the agent sent.</summary>
    public bool IsFlushed => _agent.IsFlushed;

    /// <summary>Frames of the client that came again.</summary>
    public long Duplicates => _agent.Duplicates;

    /// <summary>The client's user data as it arrived, at most the first 64 KiB.</summary>
    public byte[] Input => _agent.Input;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every token that was ever given out for it: what no client may show.</summary>
    public IReadOnlyCollection<string> Tokens => _tokens;

    internal string Token => _token;

    /// <summary>Another token for a client that lost its socket; null when there is nothing to come back to.</summary>
    internal string? Renew()
    {
        lock (_gate)
        {
            if (IsEnded) return null;
            _token = NewToken();
            _tokens.Enqueue(_token);
            return _token;
        }
    }

    /// <summary>Cuts the client's socket, without a word.</summary>
    public void CutSocket()
    {
        lock (_gate) _socket?.Cancel();
    }

    /// <summary>The service tells the client to send no more, or to go on.</summary>
    public ValueTask PauseClientAsync(bool isPaused) =>
        DeliverAsync(WireFrame.Write(isPaused ? "pause_publication" : "start_publication", 0, 3, 0, "{}"u8));

    /// <summary>The service tells the agent so.</summary>
    public void PauseAgent(bool isPaused) => _agent.Pause(isPaused);

    /// <summary>Closes the channel, as the service does when the agent has ended or the session timed out.</summary>
    public async ValueTask CloseAsync(string output)
    {
        if (!_ended.TrySetResult()) return;
        var payload = new JsonObject
        {
            ["MessageType"] = "channel_closed",
            ["MessageId"] = Guid.NewGuid().ToString(),
            ["DestinationId"] = Target.Id,
            ["SessionId"] = Id,
            ["SchemaVersion"] = 1,
            ["CreatedDate"] = DateTime.UtcNow.ToString("O"),
            ["Output"] = output,
        };
        await _down.SendAsync(WireFrame.Write("channel_closed", 0, 3, 0, Encoding.UTF8.GetBytes(payload.ToJsonString())), false, false);
    }

    internal void Violate(string what) => _violations.Enqueue(what);

    /// <summary>Serves a client's socket until it is gone.</summary>
    internal async Task ServeAsync(WebSocket socket, CancellationToken aborted)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(aborted, _stop.Token);
        var buffer = new byte[512 * 1024];
        if (!await OpenAsync(socket, buffer, mine)) return;
        var sending = SendAllAsync(socket, mine.Token);
        try
        {
            while (await ReceiveAsync(socket, buffer, mine.Token) is { } frame)
            {
                var isAcknowledgement = frame.AsSpan(4).StartsWith("acknowledge"u8);
                await _up.SendAsync(frame, isAcknowledgement, mayBeHarmed: true);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Cut by either side.
        }
        finally
        {
            await mine.CancelAsync();
            await sending;
            lock (_gate)
            {
                if (_socket == mine)
                {
                    _socket = null;
                    _agent.Pause(true);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _ended.TrySetResult();
        await Task.WhenAll(_running);
        await _agent.DisposeAsync();
    }

    private static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(90));

    private async Task<bool> OpenAsync(WebSocket socket, byte[] buffer, CancellationTokenSource mine)
    {
        var first = await socket.ReceiveAsync(buffer, mine.Token);
        var fault = first.MessageType != WebSocketMessageType.Text || !first.EndOfMessage
            ? "a first message that is not text"
            : Check(JsonNode.Parse(buffer.AsSpan(0, first.Count)) as JsonObject);
        if (fault is not null)
        {
            Violate(fault);
            await socket.CloseAsync(WebSocketCloseStatus.PolicyViolation, "", mine.Token);
            return false;
        }

        lock (_gate)
        {
            // One client at a time: who comes back has lost the socket before.
            _socket?.Cancel();
            _socket = mine;
            _wasAttached = true;
            Attachments++;
        }

        _agent.Pause(false);
        return true;
    }

    private string? Check(JsonObject? open)
    {
        string? Text(string name) => (string?)open?[name];
        lock (_gate)
        {
            if (Text("MessageSchemaVersion") != "1.0") return "an opening message of another schema";
            if (!Guid.TryParse(Text("RequestId"), out _) || !_requestIds.Add(Text("RequestId")!)) return "a RequestId that is no UUID, or not new";
            if (!Guid.TryParse(Text("ClientId"), out _) || (_clientId ??= Text("ClientId")) != Text("ClientId")) return "a ClientId that is no UUID, or another one";
            if (string.IsNullOrEmpty(Text("ClientVersion"))) return "no ClientVersion";
            if (Text("TokenValue") != _token) return "a token that is not the session's";
            _token = NewToken(); // A token opens one socket.
            return null;
        }
    }

    private static async Task<byte[]?> ReceiveAsync(WebSocket socket, byte[] buffer, CancellationToken cancel)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
            if (part.MessageType != WebSocketMessageType.Binary) return null;
            length += part.Count;
            if (part.EndOfMessage) return buffer[..length];
        }
    }

    private async Task SendAllAsync(WebSocket socket, CancellationToken cancel)
    {
        try
        {
            await foreach (var frame in _toClient.Reader.ReadAllAsync(cancel))
            {
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Binary, true, cancel);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Cut by either side; what was in it is lost.
        }
    }

    private ValueTask SendToClientAsync(byte[] frame, bool isAcknowledgement) => _down.SendAsync(frame, isAcknowledgement, mayBeHarmed: true);

    // Held for a client that never came; lost for one that is away.
    private ValueTask DeliverAsync(byte[] frame)
    {
        lock (_gate)
        {
            if (_wasAttached && _socket is null && !IsEnded) return ValueTask.CompletedTask;
        }

        return _toClient.Writer.WriteAsync(frame, _stop.Token);
    }

    private async Task CutAsync(CancellationToken cancel)
    {
        while (Settings.Link.CutEvery > TimeSpan.Zero)
        {
            await Task.Delay(Settings.Link.CutEvery, cancel);
            CutSocket();
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> part)
    {
        try
        {
            await Task.Run(() => part(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The endpoint ends.
        }
    }
}
