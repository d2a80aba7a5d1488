using System.Buffers;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>A numbered frame between its making and its acknowledgement, in a pooled buffer.</summary>
internal sealed class StreamFrame
{
    internal byte[] Buffer { get; private set; } = [];

    internal int Length { get; private set; }

    internal long Sequence { get; private set; }

    internal TimeSpan LastSent { get; set; }

    /// <summary>How often it was sent.</summary>
    internal int Sends { get; set; }

    /// <summary>The transport is reading the buffer in this moment.</summary>
    internal bool IsBeingWritten { get; set; }

    /// <summary>It waits to be sent, for the first time or again.</summary>
    internal bool IsQueued { get; set; }

    internal bool IsAcknowledged { get; set; }

    // Neighbours in the order of their latest sending.
    internal StreamFrame? Earlier { get; set; }

    internal StreamFrame? Later { get; set; }

    internal ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);

    internal void Rent(int length, long sequence)
    {
        if (Buffer.Length < length)
        {
            Return();
            Buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        Length = length;
        Sequence = sequence;
        Sends = 0;
        IsBeingWritten = IsQueued = IsAcknowledged = false;
    }

    /// <summary>Forgets the content; the buffer stays for the next one. Typed input may have been a password.</summary>
    internal void Clear()
    {
        Array.Clear(Buffer, 0, Length);
        Length = 0;
    }

    /// <summary>Gives the buffer back, with nothing in it.</summary>
    internal void Return()
    {
        Clear();
        if (Buffer.Length > 0) ArrayPool<byte>.Shared.Return(Buffer);
        Buffer = [];
    }
}
