using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ec2KeyPair.Core.Tests.Sessions.Channel;

/// <summary>Frames by hand from the documented layout: nothing of the codec under test.</summary>
internal static class Wire
{
    internal static byte[] Frame(string type, long sequence, uint payloadType, byte[] payload)
    {
        var frame = new byte[120 + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, 116);
        Encoding.ASCII.GetBytes(type.PadRight(32)).CopyTo(frame, 4);
        frame[39] = 1;
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(40), 1_800_000_000_000);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(48), sequence);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(64), 0x4000 + sequence);
        using var hash = SHA256.Create();
        hash.ComputeHash(payload).CopyTo(frame, 80);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(112), payloadType);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(116), payload.Length);
        payload.CopyTo(frame, 120);
        return frame;
    }

    internal static byte[] Output(long sequence, uint payloadType, string text) =>
        Frame("output_stream_data", sequence, payloadType, Encoding.UTF8.GetBytes(text));

    internal static byte[] Acknowledge(long sequence) => Frame("acknowledge", 0, 0, Encoding.UTF8.GetBytes(
        "{\"AcknowledgedMessageType\":\"input_stream_data\",\"AcknowledgedMessageId\":\"3d9c372f-8a34-4186-a445-b5fea512f597\","
        + "\"AcknowledgedMessageSequenceNumber\":" + sequence.ToString(CultureInfo.InvariantCulture) + ",\"IsSequentialMessage\":true}"));

    internal static string Type(byte[] frame) => Encoding.ASCII.GetString(frame, 4, 32).Trim();

    internal static long Sequence(byte[] frame) => BinaryPrimitives.ReadInt64BigEndian(frame.AsSpan(48));

    internal static uint PayloadType(byte[] frame) => BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(112));

    internal static byte[] Payload(byte[] frame) => frame[120..];

    internal static long Acknowledged(byte[] frame)
    {
        using var json = JsonDocument.Parse(Payload(frame));
        return json.RootElement.GetProperty("AcknowledgedMessageSequenceNumber").GetInt64();
    }
}
