using System.Text;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary><c>---- BEGIN SSH2 PUBLIC KEY ----</c> (RFC 4716).</summary>
internal sealed class Rfc4716Format : IPublicKeyFormat
{
    private const string Begin = "---- BEGIN SSH2 PUBLIC KEY ----";
    private const string End = "---- END SSH2 PUBLIC KEY ----";
    private const string CommentHeader = "Comment";
    private const int LineWidth = 70;
    private const int MaxHeader = 1024; // section 3.3

    public IReadOnlyList<PublicKeyEncoding> Encodings { get; } = [PublicKeyEncoding.Rfc4716];

    public bool Recognises(KeyContent content)
    {
        if (content.Shape != DerShape.None || content.Pem is not null) return false;
        ReadOnlySpan<byte> rest = content.Bytes;
        return FindBegin(ref rest);
    }

    public KeyFileInfo Read(KeyContent content)
    {
        ReadOnlySpan<byte> rest = content.Bytes;
        FindBegin(ref rest);
        string? comment = null;
        var body = new List<byte>();
        while (true)
        {
            if (!KeyText.NextLine(ref rest, out var line)) throw KeyErrors.Corrupt("its END line is missing");
            line = KeyText.Trim(line);
            if (KeyText.StartsWith(line, End)) break;
            if (line.IndexOf((byte)':') is > 0 and var colon)
            {
                var name = KeyText.ToText(line.Slice(0, colon));
                var value = KeyText.Trim(Unfold(line.Slice(colon + 1), ref rest));
                if (!string.Equals(name, CommentHeader, StringComparison.OrdinalIgnoreCase)) continue;
                if (value.Length >= 2 && value[0] == '"' && value[value.Length - 1] == '"') value = value.Slice(1, value.Length - 2);
                comment = KeyText.ToComment(value);
                continue;
            }
            body.AddRange(line.ToArray());
        }
        return new KeyFileInfo
        {
            PublicEncoding = PublicKeyEncoding.Rfc4716,
            PublicKey = PublicKey.FromSshBlob(KeyText.FromBase64(body.ToArray())),
            Comment = string.IsNullOrEmpty(comment) ? null : comment,
        };
    }

    public byte[] Write(PublicKey key, PublicKeyEncoding encoding, string? comment)
    {
        var text = new StringBuilder(Begin).Append('\n');
        var clean = KeyText.PrintableAscii(comment).Trim();
        if (clean.Length > 0) AppendFolded(text, CommentHeader + ": \"" + clean.Substring(0, Math.Min(clean.Length, MaxHeader - 2)) + "\"");
        text.Append(Encoding.ASCII.GetString(KeyText.ToBase64Lines(key.SshBlob.Span, LineWidth)));
        return Encoding.ASCII.GetBytes(text.Append(End).Append('\n').ToString());
    }

    /// <summary>Section 3.3: no line of more than 72 bytes; a backslash at its end says that it goes on.</summary>
    private static void AppendFolded(StringBuilder text, string header)
    {
        while (header.Length > LineWidth)
        {
            text.Append(header, 0, LineWidth).Append("\\\n");
            header = header.Substring(LineWidth);
        }
        text.Append(header).Append('\n');
    }

    private static ReadOnlySpan<byte> Unfold(ReadOnlySpan<byte> line, scoped ref ReadOnlySpan<byte> rest)
    {
        if (line.IsEmpty || line[line.Length - 1] != '\\') return line;
        var whole = new List<byte>();
        while (!line.IsEmpty && line[line.Length - 1] == '\\')
        {
            whole.AddRange(line.Slice(0, line.Length - 1).ToArray());
            if (whole.Count > MaxHeader + 2) throw KeyErrors.Corrupt("a header in it is too long");
            if (!KeyText.NextLine(ref rest, out line)) throw KeyErrors.Corrupt("its END line is missing");
        }
        whole.AddRange(line.ToArray());
        return whole.ToArray();
    }

    private static bool FindBegin(scoped ref ReadOnlySpan<byte> rest)
    {
        while (KeyText.NextLine(ref rest, out var line))
        {
            if (KeyText.StartsWith(KeyText.TrimStart(line), Begin)) return true;
        }
        return false;
    }
}
