using System.Buffers;

namespace Ec2KeyPair.Core.Sessions.Mux;

/// <summary>One connection within a multiplexed session: what has arrived waits here until the local side takes it.</summary>
internal sealed class MuxStream
{
    private readonly object _lock = new();
    private readonly Queue<MuxChunk> _chunks = new();
    private readonly Signal _arrived = new();
    private readonly MuxClient _client;
    private bool _isFinished;
    private bool _isClosed;

    internal MuxStream(MuxClient client, uint id)
    {
        _client = client;
        Id = id;
    }

    internal uint Id { get; }

    /// <summary>Bytes that wait.</summary>
    internal int Waiting { get; private set; }

    /// <summary>When the local side last took something, or had nothing to take.</summary>
    internal DateTime LatestTaken { get; private set; }

    /// <summary>Something has arrived ever.</summary>
    internal bool HasReceived { get; private set; }

    /// <summary>The remote side closed the stream, or the session is gone.</summary>
    internal bool IsFinished
    {
        get
        {
            lock (_lock) return _isFinished;
        }
    }

    /// <summary>Receiver: keeps a copy of the data.</summary>
    internal void Add(ReadOnlySpan<byte> data, DateTime now)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            if (Waiting == 0) LatestTaken = now;
            var buffer = ArrayPool<byte>.Shared.Rent(data.Length);
            data.CopyTo(buffer);
            _chunks.Enqueue(new MuxChunk(buffer, data.Length));
            Waiting += data.Length;
            HasReceived = true;
        }

        _client.Kept(data.Length);
        _arrived.Set();
    }

    /// <summary>Receiver: nothing more will come.</summary>
    internal void Finish()
    {
        lock (_lock) _isFinished = true;
        _arrived.Set();
    }

    /// <summary>Local side: the next data; null when nothing more will come. The chunk has to be returned.</summary>
    internal async ValueTask<MuxChunk?> TakeAsync(CancellationToken cancel)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_chunks.Count > 0) return _chunks.Peek();
                if (_isFinished || _isClosed) return null;
            }

            await _arrived.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Local side: the chunk that was taken last has been dealt with, which makes room.</summary>
    internal void Taken(DateTime now)
    {
        int length;
        lock (_lock)
        {
            if (_chunks.Count == 0) return; // Closed meanwhile.
            var chunk = _chunks.Dequeue();
            length = chunk.Length;
            Waiting -= length;
            LatestTaken = now;
            chunk.Return();
        }

        _client.Released(length);
    }

    /// <summary>Local side: sends data that stands behind room for a header.</summary>
    internal ValueTask WriteAsync(byte[] buffer, int dataLength, CancellationToken cancel) =>
        _client.WriteAsync(new MuxHeader(MuxCommand.Push, dataLength, Id), buffer, cancel);

    /// <summary>Closes the stream both ways and drops what waits.</summary>
    internal void Close()
    {
        int dropped;
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
            dropped = Waiting;
            Waiting = 0;
            // A chunk that is being written right now must not go back to the pool under the writer's hands.
            _chunks.Clear();
        }

        _client.Released(dropped);
        _arrived.Set();
        _client.Close(this);
    }
}

/// <summary>Data that has arrived, in a pooled buffer.</summary>
internal readonly record struct MuxChunk(byte[] Buffer, int Length)
{
    internal ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);

    internal void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}
