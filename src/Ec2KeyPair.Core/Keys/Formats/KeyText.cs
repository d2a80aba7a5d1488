using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>
/// Text handling for key files. Text stays in byte buffers, never in strings, as long as it may hold a private
/// key: a string can't be zeroed.
/// </summary>
internal static class KeyText
{
    /// <summary>A copy of the content as UTF-8 without byte order mark, whichever of UTF-8, UTF-16LE and UTF-16BE it was.</summary>
    internal static byte[] ToUtf8(byte[] content)
    {
        var length = content.Length;
        if (length >= 3 && content[0] == 0xef && content[1] == 0xbb && content[2] == 0xbf) return content.AsSpan(3).ToArray();
        if (length < 2) return (byte[])content.Clone();
        if (content[0] == 0xff && content[1] == 0xfe) return FromUtf16(Encoding.Unicode, content, 2);
        if (content[0] == 0xfe && content[1] == 0xff) return FromUtf16(Encoding.BigEndianUnicode, content, 2);
        // Key files begin with ASCII: a zero byte beside it is UTF-16 without a mark.
        if (content[0] != 0 && content[1] == 0) return FromUtf16(Encoding.Unicode, content, 0);
        if (content[0] == 0 && content[1] != 0) return FromUtf16(Encoding.BigEndianUnicode, content, 0);
        return (byte[])content.Clone();
    }

    /// <summary>Takes the next line off <paramref name="rest"/>, without its end (LF, CRLF or CR); false at the end.</summary>
    internal static bool NextLine(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (rest.IsEmpty) return false;
        var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            line = rest;
            rest = default;
            return true;
        }
        line = rest.Slice(0, end);
        var crlf = rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n';
        rest = rest.Slice(end + (crlf ? 2 : 1));
        return true;
    }

    internal static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty && line[0] is (byte)' ' or (byte)'\t') line = line.Slice(1);
        return line;
    }

    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        line = TrimStart(line);
        while (!line.IsEmpty && line[line.Length - 1] is (byte)' ' or (byte)'\t') line = line.Slice(0, line.Length - 1);
        return line;
    }

    internal static bool StartsWith(ReadOnlySpan<byte> line, string ascii)
    {
        if (line.Length < ascii.Length) return false;
        for (var i = 0; i < ascii.Length; i++)
        {
            if (line[i] != ascii[i]) return false;
        }
        return true;
    }

    /// <summary>For headers and comments; not for anything secret.</summary>
    internal static string ToText(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8.ToArray());

    /// <summary>A comment that can be shown: control characters, which steer terminals, become <c>?</c>.</summary>
    internal static string ToComment(ReadOnlySpan<byte> utf8)
    {
        var characters = ToText(utf8).ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (char.IsControl(characters[i])) characters[i] = '?';
        }
        return new string(characters);
    }

    /// <summary>The text with everything outside printable ASCII as <c>?</c>; null becomes empty.</summary>
    internal static string PrintableAscii(string? text)
    {
        var characters = (text ?? "").ToCharArray();
        for (var i = 0; i < characters.Length; i++)
        {
            if (characters[i] is < ' ' or > '~') characters[i] = '?';
        }
        return new string(characters);
    }

    /// <summary>Decodes base64 in which white space may stand anywhere.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyFileCorrupt: other characters, or a length that base64 can't have.</exception>
    internal static byte[] FromBase64(ReadOnlySpan<byte> text)
    {
        var buffer = new byte[text.Length];
        try
        {
            var length = 0;
            foreach (var value in text)
            {
                if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) buffer[length++] = value;
            }
            var status = Base64.DecodeFromUtf8InPlace(buffer.AsSpan(0, length), out var written);
            return status == OperationStatus.Done
                ? buffer.AsSpan(0, written).ToArray()
                : throw KeyErrors.Corrupt("a part of it is not base64");
        }
        finally
        {
            Secret.Clear(buffer);
        }
    }

    /// <summary>Base64 in lines of <paramref name="width"/> characters, each with a LF.</summary>
    internal static byte[] ToBase64Lines(ReadOnlySpan<byte> data, int width)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(data.Length)];
        Base64.EncodeToUtf8(data, text, out _, out var length);
        var lines = new byte[length + (length + width - 1) / width];
        var at = 0;
        for (var start = 0; start < length; start += width)
        {
            var count = Math.Min(width, length - start);
            Array.Copy(text, start, lines, at, count);
            at += count;
            lines[at++] = (byte)'\n';
        }
        Secret.Clear(text);
        return lines;
    }

    private static byte[] FromUtf16(Encoding encoding, byte[] content, int start)
    {
        var characters = encoding.GetChars(content, start, content.Length - start);
        var utf8 = Encoding.UTF8.GetBytes(characters);
        Array.Clear(characters, 0, characters.Length);
        return utf8;
    }
}
