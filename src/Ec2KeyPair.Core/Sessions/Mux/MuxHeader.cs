using System.Buffers.Binary;

namespace Ec2KeyPair.Core.Sessions.Mux;

/// <summary>
/// The header of a smux v1 frame (xtaci/smux 1.5, frame.go): version 1, command, length and stream id, both little-endian.
/// </summary>
internal readonly record struct MuxHeader(MuxCommand Command, int Length, uint StreamId)
{
    internal const int Size = 8;

    /// <summary>The most data that is sent in a frame: smux's own default.</summary>
    internal const int LargestData = 32 * 1024;

    private const byte Version = 1;

    /// <summary>Reads a header.</summary>
    /// <returns>False when it is none of smux v1.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out MuxHeader header)
    {
        header = new(
            (MuxCommand)bytes[1], BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(2)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(4)));
        return bytes[0] == Version && header.Command <= MuxCommand.Nop && (header.Length == 0 || header.Command == MuxCommand.Push);
    }

    internal void Write(Span<byte> bytes)
    {
        bytes[0] = Version;
        bytes[1] = (byte)Command;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(2), (ushort)Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(4), StreamId);
    }
}

/// <summary>What a smux frame is for.</summary>
internal enum MuxCommand : byte
{
    /// <summary>Opens a stream.</summary>
    Syn = 0,

    /// <summary>Closes a stream, both ways: version 1 has no half-close.</summary>
    Fin = 1,

    /// <summary>Data.</summary>
    Push = 2,

    /// <summary>Keep-alive.</summary>
    Nop = 3,
}
