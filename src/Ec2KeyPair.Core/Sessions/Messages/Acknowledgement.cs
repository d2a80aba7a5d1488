using System.Buffers.Text;
using System.Text.Json;

namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>
/// The payload of <c>acknowledge</c>, one for each frame:
/// <c>{"AcknowledgedMessageType":"output_stream_data","AcknowledgedMessageId":"3d9c372f-...","AcknowledgedMessageSequenceNumber":7,"IsSequentialMessage":true}</c>.
/// Written and read without allocating: there is one for every kilobyte.
/// </summary>
internal static class Acknowledgement
{
    /// <summary>No acknowledgement is longer.</summary>
    internal const int LargestSize = 224;

    private static ReadOnlySpan<byte> SequenceName => "AcknowledgedMessageSequenceNumber"u8;

    /// <summary>Writes the payload.</summary>
    /// <returns>Its length.</returns>
    internal static int Write(Span<byte> payload, in Frame frame)
    {
        var at = 0;
        Append(payload, ref at, "{\"AcknowledgedMessageType\":\""u8);
        Append(payload, ref at, MessageTypeText.Text(frame.Type));
        Append(payload, ref at, "\",\"AcknowledgedMessageId\":\""u8);
        frame.Id.WriteText(payload.Slice(at, MessageId.TextSize));
        at += MessageId.TextSize;
        Append(payload, ref at, "\",\"AcknowledgedMessageSequenceNumber\":"u8);
        Utf8Formatter.TryFormat(frame.Sequence, payload.Slice(at), out var digits);
        at += digits;
        Append(payload, ref at, ",\"IsSequentialMessage\":true}"u8);
        return at;
    }

    /// <summary>Reads which frame is acknowledged; the number alone says it.</summary>
    /// <returns>False when the payload is no acknowledgement.</returns>
    internal static bool TryReadSequence(ReadOnlySpan<byte> payload, out long sequence)
    {
        sequence = -1;
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isSequence = reader.ValueTextEquals(SequenceName);
                reader.Read();
                if (isSequence && (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out sequence))) return false;
                reader.Skip();
            }

            return sequence >= 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair in a property's name.
            return false;
        }
    }

    private static void Append(Span<byte> target, ref int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(target.Slice(at));
        at += text.Length;
    }
}
