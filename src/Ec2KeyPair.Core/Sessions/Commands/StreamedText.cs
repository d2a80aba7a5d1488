using System.Text;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>UTF-8 text that comes in pieces, cut anywhere; bytes that are no UTF-8 become U+FFFD.</summary>
internal sealed class StreamedText(int largestBytes)
{
    private readonly object _lock = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private int _bytes;
    private bool _isFinished;

    /// <summary>More came than was kept.</summary>
    internal bool IsTruncated { get; private set; }

    internal void Add(ReadOnlySpan<byte> data)
    {
        // The session's thread may still bring output when the waiting one, having lost the session, reads it.
        lock (_lock)
        {
            if (_isFinished) return;
            var room = Math.Min(data.Length, largestBytes - _bytes);
            IsTruncated |= room < data.Length;
            _bytes += room;
            if (room > 0) Decode(data.Slice(0, room).ToArray(), flush: false);
        }
    }

    internal string Finish()
    {
        lock (_lock)
        {
            // A character that the limit cut in two is left out: it was none of the command's making.
            if (!_isFinished && !IsTruncated) Decode([], flush: true);
            _isFinished = true;
            return _text.ToString();
        }
    }

    private void Decode(byte[] bytes, bool flush)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        _text.Append(characters, 0, _decoder.GetChars(bytes, 0, bytes.Length, characters, 0, flush));
    }
}
