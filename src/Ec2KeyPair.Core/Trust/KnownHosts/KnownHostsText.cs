namespace Ec2KeyPair.Core.Trust.KnownHosts;

/// <summary>The content of a known_hosts file: read, looked up as ssh does, and changed without touching what is not meant.</summary>
/// <remarks>Unchanging: each change makes another text. What is not changed stays byte for byte.</remarks>
internal sealed class KnownHostsText
{
    private readonly IReadOnlyList<KnownHostsLine> _lines;

    private KnownHostsText(IReadOnlyList<KnownHostsLine> lines) => _lines = lines;

    internal static KnownHostsText Empty { get; } = new([]);

    internal IReadOnlyList<KnownHostsLine> Lines => _lines;

    internal static KnownHostsText Read(byte[] content)
    {
        var lines = new List<KnownHostsLine>();
        for (var start = 0; start < content.Length;)
        {
            var end = Array.IndexOf(content, (byte)'\n', start);
            var next = end < 0 ? content.Length : end + 1;
            lines.Add(KnownHostsLine.Read(content.AsSpan(start, next - start).ToArray()));
            start = next;
        }

        return new(lines);
    }

    internal byte[] ToBytes()
    {
        var content = new byte[_lines.Sum(line => line.Content.Length)];
        var at = 0;
        foreach (var line in _lines)
        {
            line.Content.CopyTo(content, at);
            at += line.Content.Length;
        }

        return content;
    }

    /// <summary>The entries that ssh takes for this host, patterns and hashed names included, in their order.</summary>
    internal IEnumerable<KnownHostsLine> For(string host) => _lines.Where(line => line.Key is not null && HostNames.Match(line.Names, host));

    /// <summary>The entries that name this very host; those are its own to change.</summary>
    internal IEnumerable<KnownHostsLine> Naming(string host) => _lines.Where(line => Names(line, host));

    /// <summary>With a key of the host in place of those of the same type that it had.</summary>
    internal KnownHostsText With(string host, HostKey key, bool hashed, string comment)
    {
        var lines = new List<KnownHostsLine>(_lines.Count + 1);
        foreach (var line in _lines)
        {
            if (!Names(line, host) || line.Key!.KeyType != key.KeyType) lines.Add(line);
            else if (HostNames.Without(line.Names, host) is { Length: > 0 } others) lines.Add(line.WithNames(others));
        }

        var end = _lines.Any(line => line.EndsWithCarriageReturn) ? "\r\n" : "\n";
        // People edit this file: a last line without an end would swallow what is added.
        if (lines.Count > 0 && !lines[lines.Count - 1].HasEnd) lines[lines.Count - 1] = WithEnd(lines[lines.Count - 1], end);
        lines.Add(KnownHostsLine.Write(hashed ? HostNames.Hashed(host) : host, key, comment, end));
        return new(lines);
    }

    private static bool Names(KnownHostsLine line, string host) =>
        line is { Key: not null, Marker: KnownHostsMarker.None } && HostNames.Name(line.Names, host);

    private static KnownHostsLine WithEnd(KnownHostsLine line, string end) =>
        KnownHostsLine.Read([.. line.Content, .. end.Select(character => (byte)character)]);
}
