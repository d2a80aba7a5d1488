namespace Ec2KeyPair.Core.Sessions.Messages;

/// <summary>Message types as frames spell them: ASCII, padded with spaces to 32 bytes; readers strip NULs too.</summary>
internal static class MessageTypeText
{
    private const byte Padding = (byte)' ';

    internal static MessageType Read(ReadOnlySpan<byte> field)
    {
        var end = field.Length;
        while (end > 0 && field[end - 1] is Padding or 0) end--;
        var start = 0;
        while (start < end && field[start] is Padding or 0) start++;
        var text = field.Slice(start, end - start);
        if (text.SequenceEqual("output_stream_data"u8)) return MessageType.OutputStreamData;
        if (text.SequenceEqual("acknowledge"u8)) return MessageType.Acknowledge;
        if (text.SequenceEqual("input_stream_data"u8)) return MessageType.InputStreamData;
        if (text.SequenceEqual("channel_closed"u8)) return MessageType.ChannelClosed;
        if (text.SequenceEqual("start_publication"u8)) return MessageType.StartPublication;
        if (text.SequenceEqual("pause_publication"u8)) return MessageType.PausePublication;
        return MessageType.Other;
    }

    internal static void Write(MessageType type, Span<byte> field)
    {
        var text = Text(type);
        text.CopyTo(field);
        field.Slice(text.Length).Fill(Padding);
    }

    /// <summary>The type's name, as acknowledgements carry it.</summary>
    internal static ReadOnlySpan<byte> Text(MessageType type) => type switch
    {
        MessageType.InputStreamData => "input_stream_data"u8,
        MessageType.OutputStreamData => "output_stream_data"u8,
        MessageType.Acknowledge => "acknowledge"u8,
        MessageType.ChannelClosed => "channel_closed"u8,
        MessageType.StartPublication => "start_publication"u8,
        MessageType.PausePublication => "pause_publication"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
