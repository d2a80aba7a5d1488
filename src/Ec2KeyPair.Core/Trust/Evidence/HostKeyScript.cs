using System.Text;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>The script that prints an instance's host keys, and what it printed.</summary>
internal static class HostKeyScript
{
    private const string FileName = "host-keys.sh";
    private const string Begin = "-----BEGIN EC2KEYPAIR HOST KEYS-----";
    private const string End = "-----END EC2KEYPAIR HOST KEYS-----";
    private const int MostKeys = 20;

    /// <summary>Its lines, as they are in the repository.</summary>
    internal static IReadOnlyList<string> Lines()
    {
        using var stream = typeof(HostKeyScript).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"{FileName} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToList();
    }

    /// <summary>The keys between its marks, the first of each type; none where the output is not whole.</summary>
    internal static IReadOnlyList<HostKey> Read(string output)
    {
        var lines = output.Split('\n').Select(line => line.Trim()).ToList();
        var (begin, end) = (lines.IndexOf(Begin), lines.IndexOf(End));
        if (begin < 0 || end < begin) return [];
        return lines.GetRange(begin + 1, end - begin - 1)
            .Take(MostKeys)
            .Select(HostKey.TryReadLine)
            .OfType<HostKey>()
            .GroupBy(key => key.KeyType, StringComparer.Ordinal)
            .Select(same => same.First())
            .ToList();
    }
}
