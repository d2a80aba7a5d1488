namespace Ec2KeyPair.Core.Tests.Sessions.Channel;

/// <summary>The agent's side of a data channel, as session-protocol.md describes it: every 100 ms the oldest frame again.</summary>
internal sealed class AgentDouble
{
    private readonly SortedDictionary<long, (byte[] Frame, int SentAt)> _unacknowledged = [];
    private readonly Dictionary<long, byte[]> _early = [];
    private long _next;
    private int _latestTick;

    internal List<byte> Received { get; } = [];

    internal Queue<byte[]> ToSend { get; } = new();

    internal long Expected { get; private set; }

    internal int Taken { get; private set; }

    /// <summary>Refuses by silence while it is not ready.</summary>
    internal bool IsReady { get; set; } = true;

    internal bool IsIdle => _unacknowledged.Count == 0;

    internal int Unacknowledged => _unacknowledged.Count;

    internal void Send(uint payloadType, byte[] payload, int now)
    {
        var frame = Wire.Frame("output_stream_data", _next, payloadType, payload);
        _unacknowledged.Add(_next++, (frame, now));
        ToSend.Enqueue(frame);
    }

    internal void Receive(byte[] frame)
    {
        if (Wire.Type(frame) == "acknowledge")
        {
            _unacknowledged.Remove(Wire.Acknowledged(frame));
            return;
        }

        Taken++;
        var sequence = Wire.Sequence(frame);
        if (sequence < Expected)
        {
            ToSend.Enqueue(Wire.Acknowledge(sequence));
            return;
        }

        if (sequence == Expected && !IsReady && Wire.PayloadType(frame) == 1) return;
        ToSend.Enqueue(Wire.Acknowledge(sequence));
        _early[sequence] = frame;
        while (_early.Remove(Expected, out var due))
        {
            if (Wire.PayloadType(due) == 1) Received.AddRange(Wire.Payload(due));
            Expected++;
        }
    }

    internal void Tick(int now)
    {
        if (now - _latestTick < 100) return;
        _latestTick = now;
        if (_unacknowledged.Count == 0) return;
        var (sequence, (frame, sentAt)) = _unacknowledged.First();
        if (now - sentAt <= 200) return;
        _unacknowledged[sequence] = (frame, now);
        ToSend.Enqueue(frame);
    }
}
