using System.Buffers.Binary;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>
/// One frame of the data channel: a header of 116 bytes, the payload's length, the payload
/// (session-manager-plugin, src/message/clientmessage.go). All integers are big-endian.
/// </summary>
/// <param name="Type">The message type.</param>
/// <param name="Sequence">Number within its direction, from 0; 0 on control frames.</param>
/// <param name="Id">Its UUID.</param>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">The payload, lent by the buffer that was parsed.</param>
internal readonly record struct Frame(
    MessageType Type, long Sequence, MessageId Id, PayloadType PayloadType, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Bytes before the payload.</summary>
    internal const int Overhead = 120;

    /// <summary>The largest frame that is taken: twice what an agent ever sends on any channel (142,000 bytes).</summary>
    internal const int Largest = 256 * 1024;

    private const int HeaderLength = 116;
    private const int TypeAt = 4, TypeSize = 32, VersionAt = 36, CreatedAt = 40, SequenceAt = 48, FlagsAt = 56;
    private const int IdAt = 64, DigestAt = 80, DigestSize = 32, PayloadTypeAt = 112;
    private const ulong SynAndFin = 3;

    /// <summary>Reads a frame. Nothing is copied.</summary>
    /// <returns>What is wrong with the bytes; null when they are a sound frame.</returns>
    internal static string? TryRead(ReadOnlyMemory<byte> bytes, out Frame frame)
    {
        frame = default;
        var span = bytes.Span;
        if (span.Length < VersionAt) return "shorter than its message type";
        var type = MessageTypeText.Read(span.Slice(TypeAt, TypeSize));
        if (type is MessageType.StartPublication or MessageType.PausePublication)
        {
            // The service sends these with whatever header and body.
            frame = new(type, 0, default, PayloadType.None, default);
            return null;
        }

        if (span.Length < Overhead) return "shorter than its header";
        if (BinaryPrimitives.ReadUInt32BigEndian(span) != HeaderLength) return "its header length is not 116";
        if (BinaryPrimitives.ReadUInt64BigEndian(span.Slice(CreatedAt)) == 0) return "it has no date";
        if (BinaryPrimitives.ReadUInt32BigEndian(span.Slice(HeaderLength)) != span.Length - Overhead) return "its payload length is wrong";
        var sequence = BinaryPrimitives.ReadInt64BigEndian(span.Slice(SequenceAt));
        if (sequence < 0) return "its sequence number is negative";
        var payload = span.Slice(Overhead);
        Span<byte> digest = stackalloc byte[DigestSize];
        Digests.Sha256(payload, digest);
        if (!payload.IsEmpty && !digest.SequenceEqual(span.Slice(DigestAt, DigestSize))) return "its payload does not have its digest";
        frame = new(
            type,
            sequence,
            MessageId.ReadWire(span.Slice(IdAt)),
            (PayloadType)BinaryPrimitives.ReadUInt32BigEndian(span.Slice(PayloadTypeAt)),
            bytes.Slice(Overhead));
        return null;
    }

    /// <summary>Writes the 120 bytes before a payload that already stands at <see cref="Overhead"/>.</summary>
    /// <param name="buffer">The whole frame: 120 bytes and the payload.</param>
    /// <param name="type">The message type.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="payloadType">What the payload is.</param>
    /// <param name="createdMilliseconds">Unix time.</param>
    internal static void WriteHeader(
        Span<byte> buffer, MessageType type, long sequence, PayloadType payloadType, long createdMilliseconds)
    {
        var payload = buffer.Slice(Overhead);
        BinaryPrimitives.WriteUInt32BigEndian(buffer, HeaderLength);
        MessageTypeText.Write(type, buffer.Slice(TypeAt, TypeSize));
        BinaryPrimitives.WriteUInt32BigEndian(buffer.Slice(VersionAt), 1);
        BinaryPrimitives.WriteUInt64BigEndian(buffer.Slice(CreatedAt), (ulong)createdMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(buffer.Slice(SequenceAt), sequence);
        BinaryPrimitives.WriteUInt64BigEndian(buffer.Slice(FlagsAt), type == MessageType.InputStreamData ? 0 : SynAndFin);
        MessageId.Create().WriteWire(buffer.Slice(IdAt));
        Digests.Sha256(payload, buffer.Slice(DigestAt, DigestSize));
        BinaryPrimitives.WriteUInt32BigEndian(buffer.Slice(PayloadTypeAt), (uint)payloadType);
        BinaryPrimitives.WriteUInt32BigEndian(buffer.Slice(HeaderLength), (uint)payload.Length);
    }
}
