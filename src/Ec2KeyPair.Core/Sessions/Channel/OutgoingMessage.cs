using System.Buffers;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>A message for the transport: a numbered frame, or a control frame in a buffer of its own.</summary>
internal readonly record struct OutgoingMessage(StreamFrame? Numbered, byte[]? Pooled, int Length)
{
    internal ReadOnlyMemory<byte> Bytes => Numbered?.Bytes ?? Pooled.AsMemory(0, Length);

    internal void Return()
    {
        if (Pooled is not null) ArrayPool<byte>.Shared.Return(Pooled);
    }
}
