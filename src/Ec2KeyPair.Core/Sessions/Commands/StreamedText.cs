using System.Text;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>UTF-8 text that comes in pieces, cut anywhere; bytes that are no UTF-8 become U+FFFD.</summary>
internal sealed class StreamedText(int largestBytes)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private int _bytes;

    /// <summary>More came than was kept.</summary>
    internal bool IsTruncated { get; private set; }

    internal void Add(ReadOnlySpan<byte> data)
    {
        var room = Math.Min(data.Length, largestBytes - _bytes);
        IsTruncated |= room < data.Length;
        _bytes += room;
        if (room > 0) Decode(data.Slice(0, room).ToArray(), flush: false);
    }

    internal string Finish()
    {
        Decode([], flush: true);
        return _text.ToString();
    }

    private void Decode(byte[] bytes, bool flush)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        _text.Append(characters, 0, _decoder.GetChars(bytes, 0, bytes.Length, characters, 0, flush));
    }
}
