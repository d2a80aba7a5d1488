using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Gateway;

/// <summary>
/// A frame of the data channel, read strictly: everything that the official programs write in one way only has to be so.
/// Header of 116 bytes, big-endian; the UUID's halves are swapped.
/// </summary>
public sealed record WireFrame(string Type, long Sequence, ulong Flags, Guid Id, uint PayloadType, ReadOnlyMemory<byte> Payload)
{
    internal const int Overhead = 120;
    private const string StreamData = "input_stream_data", Ack = "acknowledge";

    /// <summary>Reads a frame of a client.</summary>
    /// <param name="bytes">A message.</param>
    /// <param name="violation">What the official client would never write; null when there is nothing.</param>
    public static WireFrame? Read(ReadOnlyMemory<byte> bytes, out string? violation)
    {
        var span = bytes.Span;
        violation = null;
        if (span.Length < Overhead || BinaryPrimitives.ReadUInt32BigEndian(span) != 116)
        {
            violation = "no header of 116 bytes";
            return null;
        }

        var field = Encoding.ASCII.GetString(span.Slice(4, 32));
        var frame = new WireFrame(
            field.TrimEnd(' '),
            BinaryPrimitives.ReadInt64BigEndian(span[48..]),
            BinaryPrimitives.ReadUInt64BigEndian(span[56..]),
            ReadId(span.Slice(64, 16)),
            BinaryPrimitives.ReadUInt32BigEndian(span[112..]),
            bytes[Overhead..]);
        violation = Check(frame, span);
        return frame;
    }

    /// <summary>Writes a frame as the agent and the service do.</summary>
    public static byte[] Write(string type, long sequence, ulong flags, uint payloadType, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[Overhead + payload.Length];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(span, 116);
        span.Slice(4, 32).Fill((byte)' ');
        Encoding.ASCII.GetBytes(type, span.Slice(4, 32));
        BinaryPrimitives.WriteUInt32BigEndian(span[36..], 1);
        BinaryPrimitives.WriteInt64BigEndian(span[40..], DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(span[48..], sequence);
        BinaryPrimitives.WriteUInt64BigEndian(span[56..], flags);
        WriteId(Guid.NewGuid(), span.Slice(64, 16));
        SHA256.HashData(payload, span.Slice(80, 32));
        BinaryPrimitives.WriteUInt32BigEndian(span[112..], payloadType);
        BinaryPrimitives.WriteUInt32BigEndian(span[116..], (uint)payload.Length);
        payload.CopyTo(span[Overhead..]);
        return bytes;
    }

    private static string? Check(WireFrame frame, ReadOnlySpan<byte> span)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(span[36..]) != 1) return "a schema version that is not 1";
        if (BinaryPrimitives.ReadUInt64BigEndian(span[40..]) is 0 or > 4_102_444_800_000) return "a date that is none";
        if (BinaryPrimitives.ReadUInt32BigEndian(span[116..]) != frame.Payload.Length) return "a payload length that is wrong";
        if (!SHA256.HashData(frame.Payload.Span).AsSpan().SequenceEqual(span.Slice(80, 32))) return "a digest that is wrong";
        if (span.Slice(4, 32).Contains((byte)0)) return "a message type padded with NULs";
        if (frame.Id.ToString()[14] != '4') return "an id that is no UUID of version 4, or has its halves in the wrong order";
        return frame.Type switch
        {
            StreamData when frame.Flags != 0 => "flags on stream data",
            StreamData when frame.PayloadType is not (1 or 3 or 6 or 9 or 10) => $"a payload type {frame.PayloadType}",
            StreamData => null,
            Ack when frame is not { Flags: 3, Sequence: 0, PayloadType: 0 } => "an acknowledgement with a number, a payload type or other flags",
            Ack => null,
            _ => $"a message type '{frame.Type}'",
        };
    }

    private static Guid ReadId(ReadOnlySpan<byte> wire)
    {
        Span<byte> bytes = stackalloc byte[16];
        wire[8..].CopyTo(bytes);
        wire[..8].CopyTo(bytes[8..]);
        return new Guid(bytes, bigEndian: true);
    }

    private static void WriteId(Guid id, Span<byte> wire)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[8..].CopyTo(wire);
        bytes[..8].CopyTo(wire[8..]);
    }
}
