using System.Buffers;
using Ec2KeyPair.Core.Sessions.Messages;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>Acknowledgements that wait to be sent. Beyond a limit none is made: the frame comes again, and is acknowledged then.</summary>
internal sealed class AcknowledgementQueue
{
    // 8 MB of buffers, for a remote side that sends without reading.
    internal const int Most = 16 * 1024;
    private readonly Queue<OutgoingMessage> _waiting = new();

    internal void Add(in Frame frame, long createdMilliseconds)
    {
        if (_waiting.Count >= Most) return;
        var buffer = ArrayPool<byte>.Shared.Rent(Frame.Overhead + Acknowledgement.LargestSize);
        var length = Frame.Overhead + Acknowledgement.Write(buffer.AsSpan(Frame.Overhead), frame);
        Frame.WriteHeader(buffer.AsSpan(0, length), MessageType.Acknowledge, 0, PayloadType.None, createdMilliseconds);
        _waiting.Enqueue(new OutgoingMessage(null, buffer, length));
    }

    internal bool TryTake(out OutgoingMessage message)
    {
        message = default;
        if (_waiting.Count == 0) return false;
        message = _waiting.Dequeue();
        return true;
    }

    internal void Clear()
    {
        while (TryTake(out var message)) message.Return();
    }
}
