using System.Text;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>The content of the file with the host entries. Unchanging: each change makes another.</summary>
internal sealed class SshConfigText
{
    private const string Begin = "# Ec2KeyPair host entries.";
    private const string Header = Begin + " Export-EC2SshConfig keeps this file; what is changed here by hand is lost.\n";
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);
    private readonly IReadOnlyList<SshHostBlock> _blocks;

    private readonly Func<string, bool> _isForeign;

    private SshConfigText(IEnumerable<SshHostBlock> blocks, Func<string, bool> isForeign)
    {
        _isForeign = isForeign;
        _blocks = blocks
            .OrderBy(block => block.Alias is null)
            .ThenBy(block => block.Alias, StringComparer.Ordinal)
            .ThenBy(block => block.InstanceId, StringComparer.Ordinal)
            .ToList();
        var names = SshHostNames.Of(_blocks);
        Withheld = names.Where(name => name.Value is not null && isForeign(name.Value)).ToDictionary(name => name.Key, name => name.Value!, StringComparer.Ordinal);
        Names = names.ToDictionary(name => name.Key, name => Withheld.ContainsKey(name.Key) ? null : name.Value, StringComparer.Ordinal);
    }

    /// <summary>The name of each instance's entry, by id; null where it has none but the id.</summary>
    internal IReadOnlyDictionary<string, string?> Names { get; }

    /// <summary>Names that are the user's own for other hosts, by the ids of the instances that don't get them.</summary>
    internal IReadOnlyDictionary<string, string> Withheld { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="content">Its bytes; null when there is no file.</param>
    /// <param name="path">For the error.</param>
    /// <param name="isForeign">True for a name that the user's own ssh config has for another host.</param>
    /// <exception cref="Ec2KeyPairException">SshConfigForeign: somebody else's file.</exception>
    internal static SshConfigText Read(byte[]? content, string path, Func<string, bool> isForeign)
    {
        var text = content is null ? "" : Encoding.GetString(content).TrimStart('\uFEFF');
        if (text.Trim().Length == 0) return new([], isForeign);
        if (!text.StartsWith(Begin, StringComparison.Ordinal)) throw Foreign(path);
        var blocks = new List<SshHostBlock>();
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (SshHostBlock.Begin(line) is { } begun) blocks.Add(begun);
            else if (blocks.Count > 0 && line.StartsWith("    ", StringComparison.Ordinal))
            {
                var last = blocks[blocks.Count - 1];
                blocks[blocks.Count - 1] = last with { Settings = last.Settings + line + "\n" };
            }
        }

        return new(blocks.GroupBy(block => block.InstanceId, StringComparer.Ordinal).Select(same => same.Last()), isForeign);
    }

    /// <summary>With these entries in place of what their instances had.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="whole">Places that were looked at as a whole: entries of instances that are gone from there go too.</param>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal SshConfigText With(IReadOnlyCollection<SshHostEntry> entries, IReadOnlyCollection<SshHostCensus> whole)
    {
        var ids = new HashSet<string>(entries.Select(entry => entry.InstanceId), StringComparer.Ordinal);
        return new(_blocks.Where(block => !ids.Contains(block.InstanceId) && !whole.Any(census => census.Misses(block))).Concat(entries.Select(SshHostBlock.Of)), _isForeign);
    }

    /// <summary>The ids of instances that have an entry here and not in the other text.</summary>
    internal IReadOnlyList<string> Without(SshConfigText other) => _blocks.Select(block => block.InstanceId).Where(id => !other.Names.ContainsKey(id)).ToList();

    /// <summary>True when the other text has this very entry, under the same name.</summary>
    internal bool HasSame(SshConfigText other, string instanceId) => Written(instanceId) is { } mine && mine == other.Written(instanceId);

    internal byte[] ToBytes() => Encoding.GetBytes(Header + string.Concat(_blocks.Select(block => block.Write(Names[block.InstanceId]))));

    private string? Written(string instanceId) => _blocks.FirstOrDefault(block => block.InstanceId == instanceId)?.Write(Names[instanceId]);

    private static Ec2KeyPairException Foreign(string path) => new(
        ErrorCondition.SshConfigForeign,
        $"'{path}' was not written by Export-EC2SshConfig; it was left as it is.",
        path,
        "Give a path of its own with -Path, and let your ssh config include that (-Include).");
}
