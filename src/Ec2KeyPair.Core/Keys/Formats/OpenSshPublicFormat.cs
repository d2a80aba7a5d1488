using System.Text;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>One line as in <c>id_ed25519.pub</c> or authorized_keys (sshd(8)); the first key of a file counts.</summary>
internal sealed class OpenSshPublicFormat : IPublicKeyFormat
{
    private const int MaxLine = 64 * 1024;

    public IReadOnlyList<PublicKeyEncoding> Encodings { get; } = [PublicKeyEncoding.OpenSsh];

    public bool Recognises(KeyContent content) =>
        content.Shape == DerShape.None && content.Pem is null && Find(content.Bytes, out _, out _, out _);

    public KeyFileInfo Read(KeyContent content)
    {
        Find(content.Bytes, out var name, out var base64, out var comment);
        var key = PublicKey.FromSshBlob(KeyText.FromBase64(base64));
        if (key.SshName != name) throw KeyErrors.Corrupt($"its line says {name} and its key is {key.SshName}");
        return new KeyFileInfo
        {
            PublicEncoding = PublicKeyEncoding.OpenSsh,
            PublicKey = key,
            Comment = comment.IsEmpty ? null : KeyText.ToComment(comment),
        };
    }

    public byte[] Write(PublicKey key, PublicKeyEncoding encoding, string? comment) =>
        Encoding.ASCII.GetBytes(key.ToOpenSshLine(comment) + "\n");

    /// <summary>Finds <c>TYPE AAAA... comment</c>; options as in authorized_keys may stand in front.</summary>
    private static bool Find(
        ReadOnlySpan<byte> text, out string name, out ReadOnlySpan<byte> base64, out ReadOnlySpan<byte> comment)
    {
        while (KeyText.NextLine(ref text, out var line))
        {
            line = KeyText.Trim(line);
            if (line.IsEmpty || line[0] == '#' || line.Length > MaxLine) continue;
            while (!line.IsEmpty)
            {
                var word = Word(ref line);
                if (word.Length > 64 || !KeyText.StartsWith(line, "AAAA")) continue;
                name = KeyText.ToText(word);
                if (!SshNames.IsKeyType(name)) continue;
                base64 = Word(ref line);
                comment = line;
                return true;
            }
        }
        name = "";
        base64 = comment = default;
        return false;
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny((byte)' ', (byte)'\t');
        if (end < 0) end = line.Length;
        var word = line.Slice(0, end);
        line = KeyText.TrimStart(line.Slice(end));
        return word;
    }
}
