using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using Ec2KeyPair.AwsEndpoint.Gateway;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>
/// The server's side of smux v1: every stream is a connection to the destination. FIN closes both ways. A client that
/// should send keep-alives (agents up to 3.1.1511.0) and does not is cut after 30 s.
/// </summary>
internal sealed class MuxPortWork(Agent agent, PlayedSession session, PortDestination destination) : IAgentWork
{
    private const int HeaderSize = 8;
    private const byte Syn = 0, Fin = 1, Push = 2, Nop = 3;
    private static readonly Version LastWithKeepAlive = new(3, 1, 1511, 0);
    private static readonly TimeSpan KeepAliveLimit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<uint, MuxConnection> _connections = new();
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _header = new byte[HeaderSize];
    private int _headerBytes;
    private int _dataLeft;
    private uint _latestId = 1;
    private DateTime _latestFrame = DateTime.UtcNow;

    public async Task<string> RunAsync(CancellationToken cancel)
    {
        if (destination.Refusal is { } refusal) return refusal;
        var needsKeepAlive = Version.Parse(session.Settings.AgentVersion) <= LastWithKeepAlive;
        while (needsKeepAlive && !_ended.Task.IsCompleted && DateTime.UtcNow - _latestFrame < KeepAliveLimit)
        {
            await Task.WhenAny(_ended.Task, Task.Delay(1000, cancel));
        }

        return needsKeepAlive && !_ended.Task.IsCompleted ? "smux keep-alive timed out" : await _ended.Task.WaitAsync(cancel);
    }

    public async ValueTask<bool> TakeAsync(uint payloadType, ReadOnlyMemory<byte> payload)
    {
        if (payloadType == Payload.Flag)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(payload.Span) == 2) _ended.TrySetResult("");
            return true;
        }

        while (!payload.IsEmpty)
        {
            if (_dataLeft == 0)
            {
                var count = Math.Min(HeaderSize - _headerBytes, payload.Length);
                payload.Span[..count].CopyTo(_header.AsSpan(_headerBytes));
                payload = payload[count..];
                _headerBytes += count;
                if (_headerBytes < HeaderSize) return true;
                _headerBytes = 0;
                Begin();
                continue;
            }

            var data = payload[..Math.Min(_dataLeft, payload.Length)];
            payload = payload[data.Length..];
            _dataLeft -= data.Length;
            if (_connections.TryGetValue(Id, out var connection)) await connection.WriteAsync(data);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values) await connection.DisposeAsync();
    }

    /// <summary>Sends data of a connection, whose first 8 bytes are room for the header.</summary>
    internal async Task SendAsync(byte command, uint id, Memory<byte> frame)
    {
        frame.Span[0] = 1;
        frame.Span[1] = command;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.Span[2..], (ushort)(frame.Length - HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.Span[4..], id);
        await _sending.WaitAsync();
        try
        {
            await agent.SendAsync(Payload.Output, frame);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The destination has ended its side, which ends the stream.</summary>
    internal async Task EndAsync(uint id)
    {
        if (_connections.TryRemove(id, out _)) await SendAsync(Fin, id, new byte[HeaderSize]);
    }

    /// <summary>A paused agent sends nothing new.</summary>
    internal async ValueTask WhilePausedAsync(CancellationToken cancel)
    {
        while (agent.IsPaused) await Task.Delay(20, cancel);
    }

    internal ValueTask RefuseAsync() => agent.SendAsync(Payload.Flag, new byte[] { 0, 0, 0, 3 });

    private uint Id => BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(4));

    private void Begin()
    {
        _latestFrame = DateTime.UtcNow;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(2));
        if (_header[0] != 1 || _header[1] > Nop || (length > 0 && _header[1] != Push))
        {
            session.Violate("something that is no frame of smux version 1");
            _ended.TrySetResult("invalid protocol");
            return;
        }

        _dataLeft = length;
        switch (_header[1])
        {
            case Syn:
                if (Id != _latestId + 2) session.Violate($"stream {Id} after {_latestId}");
                _latestId = Id;
                _connections[Id] = new MuxConnection(this, Id, destination);
                break;
            case Fin when _connections.TryRemove(Id, out var closed):
                closed.Close();
                break;
        }
    }
}
