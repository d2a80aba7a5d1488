using System.Text;

namespace Ec2KeyPair.Core.Trust.KnownHosts;

/// <summary>
/// One line of known_hosts, byte for byte with its end. What ssh reads as an entry is told apart (hostfile.c,
/// hostkeys_foreach_file); anything else is kept and says nothing.
/// </summary>
internal sealed class KnownHostsLine
{
    // One character a byte: lines may hold anything in any encoding.
    private static readonly Encoding Bytes = Encoding.GetEncoding("iso-8859-1");
    private static readonly char[] Blanks = [' ', '\t'];

    private KnownHostsLine(byte[] content)
    {
        Content = content;
        var text = Bytes.GetString(content).TrimEnd('\r', '\n');
        var rest = text.TrimStart(Blanks);
        if (rest.Length == 0 || rest[0] == '#' || TakeMarker(ref rest) is not { } marker) return;
        var names = TakeWord(ref rest);
        var keyType = TakeWord(ref rest);
        var key = TakeWord(ref rest);
        if (names.Length == 0 || key.Length == 0 || HostKey.TryRead(keyType, key) is not { } hostKey) return;
        Marker = marker;
        Names = names;
        Key = hostKey;
        Comment = rest.TrimEnd();
    }

    /// <summary>The line with its end, which the last one may lack.</summary>
    internal byte[] Content { get; }

    /// <summary>The key; null when the line is no entry, or one that this module does not understand.</summary>
    internal HostKey? Key { get; }

    internal KnownHostsMarker Marker { get; }

    /// <summary>The field of names as it stands; empty where <see cref="Key"/> is null.</summary>
    internal string Names { get; } = "";

    /// <summary>What follows the key.</summary>
    internal string Comment { get; } = "";

    internal bool HasEnd => Content.Length > 0 && Content[Content.Length - 1] == '\n';

    internal bool EndsWithCarriageReturn => Content.Length > 1 && HasEnd && Content[Content.Length - 2] == '\r';

    internal static KnownHostsLine Read(byte[] content) => new(content);

    /// <summary>A new entry.</summary>
    /// <param name="names">Names without blanks.</param>
    /// <param name="key">The key.</param>
    /// <param name="comment">Text without an end of line; empty for none.</param>
    /// <param name="end">How the file ends its lines.</param>
    internal static KnownHostsLine Write(string names, HostKey key, string comment, string end) =>
        new(Bytes.GetBytes($"{names} {key}{(comment.Length == 0 ? "" : " " + comment)}{end}"));

    /// <summary>The same entry for what is left of its names.</summary>
    internal KnownHostsLine WithNames(string names)
    {
        var text = Bytes.GetString(Content);
        var at = text.IndexOf(Names, StringComparison.Ordinal);
        return new(Bytes.GetBytes(text.Substring(0, at) + names + text.Substring(at + Names.Length)));
    }

    // "@revoked * ssh-rsa ..."; of two markers, or one that ssh does not know, ssh takes none of the line.
    private static KnownHostsMarker? TakeMarker(ref string rest)
    {
        if (rest[0] != '@') return KnownHostsMarker.None;
        KnownHostsMarker? marker = TakeWord(ref rest) switch
        {
            "@cert-authority" => KnownHostsMarker.CertificateAuthority,
            "@revoked" => KnownHostsMarker.Revoked,
            _ => null,
        };
        return rest.StartsWith("@", StringComparison.Ordinal) ? null : marker;
    }

    private static string TakeWord(ref string rest)
    {
        var end = rest.IndexOfAny(Blanks);
        var word = end < 0 ? rest : rest.Substring(0, end);
        rest = end < 0 ? "" : rest.Substring(end).TrimStart(Blanks);
        return word;
    }
}
