using System.Text;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>One armored block: its label, the RFC 1421 headers of old OpenSSL files, and the decoded bytes.</summary>
internal sealed class PemBlock(string label, IReadOnlyDictionary<string, string> headers, byte[] data) : IDisposable
{
    /// <summary><c>OPENSSH PRIVATE KEY</c>.</summary>
    internal string Label { get; } = label;

    /// <summary>Header values by lower-case name: <c>dek-info</c>.</summary>
    internal IReadOnlyDictionary<string, string> Headers { get; } = headers;

    internal byte[] Data { get; } = data;

    public void Dispose() => Secret.Clear(Data);
}

/// <summary>The armor of PEM (RFC 7468, and RFC 1421 for headers) and of RFC 4716, which differs in its dashes.</summary>
/// <remarks>Text before, between and after blocks, indentation and every kind of line end are passed over.</remarks>
internal static class PemArmor
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    /// <summary>The first block with one of these labels, or null when there is none.</summary>
    /// <param name="utf8">The file's text.</param>
    /// <param name="wanted">Which labels will do; called with every label in the text in turn.</param>
    /// <exception cref="Errors.Ec2KeyPairException">KeyFileCorrupt: the block has no end, or is not base64.</exception>
    internal static PemBlock? Find(ReadOnlySpan<byte> utf8, Func<string, bool> wanted)
    {
        while (KeyText.NextLine(ref utf8, out var line))
        {
            if (Label(line, Begin) is { } label && wanted(label)) return ReadBlock(label, utf8);
        }
        return null;
    }

    /// <summary>The armored text in ASCII with LF and a final line end.</summary>
    /// <param name="label">The label.</param>
    /// <param name="data">The bytes; they stay as they are.</param>
    /// <param name="width">Characters per line: RFC 7468 wants 64, OpenSSH writes 70.</param>
    internal static byte[] Write(string label, ReadOnlySpan<byte> data, int width = 64)
    {
        byte[] begin = Encoding.ASCII.GetBytes(Begin + label + Dashes + "\n"), end = Encoding.ASCII.GetBytes(End + label + Dashes + "\n");
        var lines = KeyText.ToBase64Lines(data, width);
        var whole = new byte[begin.Length + lines.Length + end.Length];
        begin.CopyTo(whole, 0);
        lines.CopyTo(whole, begin.Length);
        end.CopyTo(whole, begin.Length + lines.Length);
        Secret.Clear(lines);
        return whole;
    }

    private static PemBlock ReadBlock(string label, ReadOnlySpan<byte> rest)
    {
        var headers = new Dictionary<string, string>();
        var body = rest;
        var length = 0;
        var bodyStarted = false;
        while (true)
        {
            var before = rest;
            if (!KeyText.NextLine(ref rest, out var line)) throw KeyErrors.Corrupt($"the END line of its {label} block is missing");
            if (Label(line, End) is { } end)
            {
                if (end != label) throw KeyErrors.Corrupt($"its {label} block ends as {end}");
                return new PemBlock(label, headers, KeyText.FromBase64(body.Slice(0, length)));
            }
            if (!bodyStarted && line.IndexOf((byte)':') is > 0 and var colon)
            {
                var name = KeyText.ToText(KeyText.Trim(line.Slice(0, colon))).ToLowerInvariant();
                headers[name] = KeyText.ToText(KeyText.Trim(line.Slice(colon + 1)));
                continue;
            }
            if (!bodyStarted)
            {
                body = before;
                bodyStarted = true;
            }
            length = body.Length - rest.Length;
        }
    }

    /// <summary>The label of a BEGIN or END line, else null.</summary>
    private static string? Label(ReadOnlySpan<byte> line, string start)
    {
        line = KeyText.Trim(line);
        if (!KeyText.StartsWith(line, start) || line.Length < start.Length + Dashes.Length + 1) return null;
        if (!KeyText.StartsWith(line.Slice(line.Length - Dashes.Length), Dashes)) return null;
        var label = line.Slice(start.Length, line.Length - start.Length - Dashes.Length);
        return label.Length <= 64 ? KeyText.ToText(label) : null;
    }
}
