using System.Buffers;
using Ec2KeyPair.Core.Sessions.Messages;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>Puts the numbered frames of the remote side in order; keeps the ones that came too early, within limits.</summary>
internal sealed class ReceiveWindow(int largestFrames, int largestBytes)
{
    private readonly Dictionary<long, EarlyPayload> _early = [];
    private int _earlyBytes;

    /// <summary>The number that is due.</summary>
    internal long Expected { get; private set; }

    internal long Duplicates { get; private set; }

    /// <summary>Something is here that comes after something which is not.</summary>
    internal bool HasGap => _early.Count > 0;

    /// <summary>What to do with a frame of stream data.</summary>
    internal Arrival Look(in Frame frame)
    {
        if (frame.Sequence == Expected) return Arrival.Due;
        if (frame.Sequence < Expected || _early.ContainsKey(frame.Sequence))
        {
            Duplicates++;
            return Arrival.Duplicate;
        }

        if (_early.Count >= largestFrames || _earlyBytes + frame.Payload.Length > largestBytes) return Arrival.Refused;
        Keep(frame);
        return Arrival.Kept;
    }

    /// <summary>The frame that was due has been dealt with.</summary>
    internal void Advance() => Expected++;

    /// <summary>A kept frame that is due now; its buffer goes back to the pool afterwards.</summary>
    internal bool TryTake(out EarlyPayload payload)
    {
        if (!_early.TryGetValue(Expected, out payload)) return false;
        _early.Remove(Expected);
        _earlyBytes -= payload.Length;
        return true;
    }

    internal void Clear()
    {
        foreach (var payload in _early.Values) payload.Return();
        _early.Clear();
        _earlyBytes = 0;
    }

    private void Keep(in Frame frame)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(frame.Payload.Length);
        frame.Payload.Span.CopyTo(buffer);
        _early.Add(frame.Sequence, new EarlyPayload(frame.PayloadType, buffer, frame.Payload.Length));
        _earlyBytes += frame.Payload.Length;
    }
}

/// <summary>How a frame of stream data arrived.</summary>
internal enum Arrival
{
    /// <summary>It is the next one: deal with it, acknowledge it.</summary>
    Due,

    /// <summary>It came too early and was kept: acknowledge it.</summary>
    Kept,

    /// <summary>It was here before: its acknowledgement was lost, so acknowledge it again.</summary>
    Duplicate,

    /// <summary>There is no room: say nothing, it will come again.</summary>
    Refused,
}

/// <summary>A payload that came too early, in a pooled buffer.</summary>
internal readonly record struct EarlyPayload(PayloadType Type, byte[] Buffer, int Length)
{
    internal ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);

    internal void Return()
    {
        Array.Clear(Buffer, 0, Length);
        ArrayPool<byte>.Shared.Return(Buffer);
    }
}
