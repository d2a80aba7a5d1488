using System.Text;
using System.Threading.Channels;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Channel;
using Ec2KeyPair.Core.Sessions.Connection;
using Ec2KeyPair.Core.Sessions.Transport;
using Ec2KeyPair.Core.Tests.Sessions.Channel;
using Ec2KeyPair.Core.Tests.Windows;

namespace Ec2KeyPair.Core.Tests.Sessions.Connection;

/// <summary>The driver over sockets in memory.</summary>
public class SessionConnectionTests
{
    private const string Secret = "token-";

    [Fact]
    public async Task Session_SocketDropped_GoesOnWithNewTokenAndSameClient()
    {
        var world = new World();
        await using var session = await world.OpenAsync();
        var first = world.Sockets[0];
        first.Drop();
        var second = await world.NextSocketAsync();
        await session.WriteAsync("hello"u8.ToArray(), default);
        while (true)
        {
            var frame = await second.Sent.Reader.ReadAsync();
            if (Wire.Type(frame) != "input_stream_data") continue;
            Assert.Equal("hello", Encoding.UTF8.GetString(Wire.Payload(frame)));
            second.Incoming.Writer.TryWrite(Wire.Acknowledge(Wire.Sequence(frame)));
            break;
        }

        await session.FlushAsync(default);
        Assert.Equal("1", Property(first.Opening, "TokenValue")[^1..]);
        Assert.Equal("2", Property(second.Opening, "TokenValue")[^1..]);
        Assert.Equal(Property(first.Opening, "ClientId"), Property(second.Opening, "ClientId"));
        Assert.NotEqual(Property(first.Opening, "RequestId"), Property(second.Opening, "RequestId"));
        Assert.Equal(1, session.Counters.Reconnects);
        Assert.DoesNotContain(world.Notes, note => note.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_EndedMeanwhile_IsTimedOut()
    {
        var world = new World { IsOver = true };
        await using var session = await world.OpenAsync();
        world.Sockets[0].Drop();
        Assert.Equal(SessionEndKind.TimedOut, (await session.Ended).Kind);
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(async () => await session.WriteAsync(new byte[1], default));
        Assert.Equal(ErrorCondition.SessionEnded, error.Condition);
    }

    [Fact]
    public async Task Session_SinkThrowsIOException_EndsWithItsWords()
    {
        var world = new World { Take = _ => throw new IOException("the disk is full") };
        await using var session = await world.OpenAsync();
        Assert.Contains("the disk is full", (await session.Ended).Reason, StringComparison.Ordinal);
        Assert.Single(world.Sockets);
    }

    [Fact]
    public async Task Session_SinkNeverReturns_DisposeEndsAndTerminates()
    {
        var world = new World { Take = _ => new ValueTask(new TaskCompletionSource<bool>().Task) };
        var session = await world.OpenAsync();
        await session.DisposeAsync();
        Assert.Equal(SessionEndKind.Terminated, (await session.Ended).Kind);
        Assert.Equal(1, world.Terminated);
    }

    [Fact]
    public async Task Session_WindowFull_WriterWaitsUntilTheEnd()
    {
        var world = new World { TerminateFails = true };
        var session = await world.OpenAsync();
        var writing = session.WriteAsync(new byte[100_000], default).AsTask();
        using var cancel = new CancellationTokenSource();
        var flushing = session.FlushAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushing);
        var other = session.FlushAsync(default);
        Assert.False(writing.IsCompleted);
        Assert.False(other.IsCompleted);
        await session.DisposeAsync();
        await other;
        await Assert.ThrowsAsync<Ec2KeyPairException>(() => writing);
        Assert.Single(world.Warnings);
    }

    [Fact]
    public async Task Session_CancelledDuringHandshake_IsTerminated()
    {
        var world = new World { Greeting = null };
        using var cancel = new CancellationTokenSource();
        var opening = world.OpenAsync(cancel.Token);
        await world.NextSocketAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        Assert.Equal(1, world.Terminated);
    }

    /// <summary>The agent has begun by then, so the caller needs the session to end what it began.</summary>
    [Fact]
    public async Task Session_CancelledWhenTheHandshakeIsAnswered_OpensAllTheSame()
    {
        var request = """{"AgentVersion":"3.3.0.0","RequestedClientActions":[{"ActionType":"SessionType","ActionParameters":{"SessionType":"NonInteractiveCommands","Properties":{}}}]}""";
        var world = new World { Greeting = Wire.Output(0, 5, request) };
        using var cancel = new CancellationTokenSource();
        var opening = world.OpenAsync(cancel.Token);
        var socket = await world.NextSocketAsync();
        while (Wire.Type(await socket.Sent.Reader.ReadAsync()) != "input_stream_data")
        {
            // Acknowledgements.
        }

        await cancel.CancelAsync();
        Assert.False(opening.IsCompleted);
        socket.Incoming.Writer.TryWrite(Wire.Output(1, 7, """{"HandshakeTimeToComplete":1,"CustomerMessage":""}"""));
        await (await opening).DisposeAsync();
        Assert.Equal(1, world.Terminated);
    }

    private static string Property(byte[] json, string name)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetString()!;
    }

    private sealed class Socket : IMessageTransport
    {
        internal byte[] Opening { get; private set; } = [];

        internal Channel<byte[]> Incoming { get; } = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();

        internal Channel<byte[]> Sent { get; } = System.Threading.Channels.Channel.CreateUnbounded<byte[]>();

        internal void Drop() => Incoming.Writer.TryComplete();

        public ValueTask SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel)
        {
            Opening = utf8.ToArray();
            return default;
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
        {
            Sent.Writer.TryWrite(message.ToArray());
            return default;
        }

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
        {
            if (!await Incoming.Reader.WaitToReadAsync(cancel) || !Incoming.Reader.TryRead(out var message)) return -1;
            message.CopyTo(buffer);
            return message.Length;
        }

        public void Dispose() => Drop();
    }

    private sealed class World : ISessionApi, IMessageDialer, ISessionSink, ISessionObserver
    {
        private readonly Channel<Socket> _dialled = System.Threading.Channels.Channel.CreateUnbounded<Socket>();
        private int _tokens;

        internal List<Socket> Sockets { get; } = [];

        internal List<string> Notes { get; } = [];

        internal List<string> Warnings { get; } = [];

        internal byte[]? Greeting { get; init; } = Wire.Output(0, 1, "$ ");

        internal Func<ReadOnlyMemory<byte>, ValueTask> Take { get; init; } = _ => default;

        internal bool IsOver { get; init; }

        internal bool TerminateFails { get; init; }

        internal int Terminated { get; private set; }

        public string Region => "eu-central-1";

        internal async Task<ISession> OpenAsync(CancellationToken cancel = default)
        {
            var options = new Core.Sessions.Channel.ChannelOptions { SendWindowBytes = 8 * 1024 };
            var session = await new SessionOpener(this, this, options, this, new FakeClock()).OpenAsync(SessionRequest.Shell("i-1"), this, cancel);
            _dialled.Reader.TryRead(out _);
            return session;
        }

        internal async Task<Socket> NextSocketAsync() => await _dialled.Reader.ReadAsync();

        public Task<SessionGrant> StartAsync(SessionRequest request, CancellationToken cancel) =>
            Task.FromResult(new SessionGrant("s-1", new Uri("wss://example.com/s-1"), Token()));

        public Task<SessionToken?> ResumeAsync(string sessionId, CancellationToken cancel) => Task.FromResult(IsOver ? null : Token());

        public Task TerminateAsync(string sessionId, CancellationToken cancel)
        {
            Terminated++;
            return TerminateFails ? throw new InvalidOperationException(Secret) : Task.CompletedTask;
        }

        public Task<DataKey> GenerateDataKeyAsync(DataKeyRequest request, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IMessageTransport> DialAsync(Uri streamUrl, CancellationToken cancel)
        {
            var socket = new Socket();
            if (Sockets.Count == 0 && Greeting is not null) socket.Incoming.Writer.TryWrite(Greeting);
            Sockets.Add(socket);
            _dialled.Writer.TryWrite(socket);
            return Task.FromResult<IMessageTransport>(socket);
        }

        public ValueTask OutputAsync(ReadOnlyMemory<byte> data) => Take(data);

        public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

        public ValueTask ExitCodeAsync(int exitCode) => default;

        public ValueTask SignalAsync(SessionSignal signal) => default;

        public void Note(string text)
        {
            lock (Notes) Notes.Add(text);
        }

        public void Warn(string text)
        {
            lock (Warnings) Warnings.Add(text);
        }

        private SessionToken Token() => new(Secret + ++_tokens);
    }
}
