using System.Buffers;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Mux;

/// <summary>
/// The client's side of smux v1 over a port session, as the agent speaks it: stream ids 3, 5, 7 and so on, no flow
/// control for a single stream. When 4 MiB wait for slow local readers, the whole session waits, as the agent does
/// on its side; a reader that has taken nothing for 30 s then loses its connection, so that the others go on.
/// </summary>
internal sealed class MuxClient : ISessionSink, IDisposable
{
    /// <summary>What may wait for local readers, in bytes: smux's own default.</summary>
    internal const int LargestWaiting = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StallLook = TimeSpan.FromSeconds(1);
    private readonly object _lock = new();
    private readonly Dictionary<uint, MuxStream> _streams = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly MuxParser _parser = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly Signal _released = new();
    private readonly ISession _session;
    private readonly IClock _clock;
    private int _isDisposed;
    private uint _nextId = 3;
    private long _waiting;

    internal MuxClient(ISession session, IClock clock)
    {
        _session = session;
        _clock = clock;
        _stopped = _stop.Token;
    }

    /// <summary>Streams that are open.</summary>
    internal int OpenStreams
    {
        get
        {
            lock (_lock) return _streams.Count;
        }
    }

    /// <summary>Bytes that wait for local readers.</summary>
    internal long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Ports that the agent could not connect to.</summary>
    internal long RefusedByAgent { get; private set; }

    /// <summary>Connections that were given up because their local reader had stopped.</summary>
    internal long Stalled { get; private set; }

    /// <summary>Opens a stream.</summary>
    /// <exception cref="Ec2KeyPairException">SessionEnded.</exception>
    internal async Task<MuxStream> OpenAsync(CancellationToken cancel)
    {
        MuxStream stream;
        lock (_lock)
        {
            stream = new MuxStream(this, _nextId);
            _nextId += 2;
            _streams.Add(stream.Id, stream);
        }

        try
        {
            await WriteAsync(new MuxHeader(MuxCommand.Syn, 0, stream.Id), null, cancel).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            lock (_lock) _streams.Remove(stream.Id);
            throw;
        }
    }

    /// <summary>Sends a frame; streams take turns, a frame each.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="buffer">Room for the header, then the data; null where there is none.</param>
    /// <param name="cancel">Gives up before anything is sent.</param>
    internal async ValueTask WriteAsync(MuxHeader header, byte[]? buffer, CancellationToken cancel)
    {
        var frame = buffer ?? ArrayPool<byte>.Shared.Rent(MuxHeader.Size);
        try
        {
            header.Write(frame);
            await _writing.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                // Half a frame would break the session for all: from here on only its end stops the writer.
                await _session.WriteAsync(frame.AsMemory(0, MuxHeader.Size + header.Length), _stopped).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }
        finally
        {
            if (buffer is null) ArrayPool<byte>.Shared.Return(frame);
        }
    }

    /// <summary>Keeps a session with an old agent alive (smux: a NOP every 10 s, else it is cut after 30 s).</summary>
    internal ValueTask KeepAliveAsync(CancellationToken cancel) => WriteAsync(new MuxHeader(MuxCommand.Nop, 0, 0), null, cancel);

    /// <inheritdoc/>
    public async ValueTask OutputAsync(ReadOnlyMemory<byte> data)
    {
        while (_parser.TryNext(ref data, out var frame, out var piece)) Receive(frame, piece.Span);
        if (Waiting > LargestWaiting) await WaitForReadersAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

    /// <inheritdoc/>
    public ValueTask ExitCodeAsync(int exitCode) => default;

    /// <inheritdoc/>
    public ValueTask SignalAsync(SessionSignal signal)
    {
        // The agent does not say for which stream; the FIN that follows closes it.
        if (signal == SessionSignal.ConnectToPortError) RefusedByAgent++;
        return default;
    }

    /// <summary>Ends every stream.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        List<MuxStream> streams;
        lock (_lock)
        {
            streams = [.. _streams.Values];
            _streams.Clear();
        }

        foreach (var stream in streams) stream.Finish();
        _stop.Cancel();
        _stop.Dispose();
    }

    internal void Kept(int bytes) => Interlocked.Add(ref _waiting, bytes);

    internal void Released(int bytes)
    {
        if (Interlocked.Add(ref _waiting, -bytes) <= LargestWaiting) _released.Set();
    }

    /// <summary>The local side is done with a stream: tells the agent, unless it knows.</summary>
    internal void Close(MuxStream stream)
    {
        bool isKnown;
        lock (_lock) isKnown = !_streams.Remove(stream.Id);
        if (!isKnown && !_stopped.IsCancellationRequested) _ = SendFinAsync(stream.Id);
    }

    private async Task SendFinAsync(uint id)
    {
        try
        {
            await WriteAsync(new MuxHeader(MuxCommand.Fin, 0, id), null, _stopped).ConfigureAwait(false);
        }
        catch (Exception e) when (e is Ec2KeyPairException or OperationCanceledException)
        {
            // The session is gone, and the stream with it.
        }
    }

    private void Receive(MuxHeader frame, ReadOnlySpan<byte> data)
    {
        if (frame.Command is MuxCommand.Syn or MuxCommand.Nop) return;
        MuxStream? stream;
        lock (_lock)
        {
            // What still comes for a stream that was closed here is dropped.
            if (!_streams.TryGetValue(frame.StreamId, out stream)) return;
            if (frame.Command == MuxCommand.Fin) _streams.Remove(frame.StreamId);
        }

        if (frame.Command == MuxCommand.Fin) stream.Finish();
        else if (!data.IsEmpty) stream.Add(data, _clock.UtcNow);
    }

    private async Task WaitForReadersAsync()
    {
        while (Waiting > LargestWaiting && !_stopped.IsCancellationRequested)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(_stopped);
            var released = _released.WaitAsync(look.Token).AsTask();
            await Task.WhenAny(released, _clock.DelayAsync(StallLook, look.Token)).ConfigureAwait(false);
            look.Cancel();
            GiveUpStalled();
        }
    }

    private void GiveUpStalled()
    {
        List<MuxStream> stalled;
        lock (_lock)
        {
            // Alone, a slow reader harms nobody: it may take all the time it wants.
            if (_streams.Count < 2) return;
            var now = _clock.UtcNow;
            stalled = [.. _streams.Values.Where(stream => stream.Waiting > 0 && now - stream.LatestTaken >= LongestStall)];
        }

        foreach (var stream in stalled)
        {
            Stalled++;
            stream.Close();
        }
    }
}
