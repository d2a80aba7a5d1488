using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>
/// The hosts that the user's own ssh config speaks of, includes followed. No entry of ours may have such a name: ours comes
/// first, and ssh takes the first value of everything, so whoever may tag an instance <c>bastion</c> would have the
/// connections, and the forwarded agent, of the user's own <c>bastion</c>.
/// </summary>
/// <remarks>What speaks of all hosts (<c>Host *</c>) claims no name. What ssh could not read is passed over, as by ssh.</remarks>
public sealed class OwnHosts
{
    private const int LargestFile = 4 * 1024 * 1024;
    private const int DeepestInclude = 16; // As in ssh, readconf.c.
    private const int MostFiles = 1000;
    private readonly HashSet<string> _patterns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private OwnHosts()
    {
    }

    /// <summary>Reads the hosts of the user's config and of the machine's.</summary>
    /// <param name="userConfig">The user's, as a rule <c>~/.ssh/config</c>.</param>
    /// <param name="ours">The file with our own entries.</param>
    public static OwnHosts Of(string userConfig, string ours)
    {
        var hosts = new OwnHosts();
        hosts._read.Add(Path.GetFullPath(ours));
        hosts.Read(userConfig, SshFolder.Path, 0);
        hosts.Read(Path.Combine(SshFolder.Machine, "ssh_config"), SshFolder.Machine, 0);
        return hosts;
    }

    /// <summary>True when one of them has this name, or a pattern that fits it.</summary>
    public bool Has(string name) => _patterns.Any(pattern => Glob.IsMatch(pattern, name));

    private void Read(string file, string folder, int depth)
    {
        if (depth > DeepestInclude || _read.Count > MostFiles || !_read.Add(Path.GetFullPath(file)) || TextOf(file) is not { } text) return;
        foreach (var line in text.Split('\n'))
        {
            var words = SshConfigLine.Words(line);
            if (words.Count == 0) continue;
            if (SshConfigLine.Is(words[0], "Host")) Add(words.Skip(1));
            else if (SshConfigLine.Is(words[0], "Match")) AddMatch(words);
            else if (SshConfigLine.Is(words[0], "Include"))
            {
                foreach (var included in words.Skip(1).SelectMany(pattern => Files(pattern, folder))) Read(included, folder, depth + 1);
            }
        }
    }

    // Match host a,b originalhost "c"; what else it asks for only narrows that.
    private void AddMatch(IReadOnlyList<string> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            var (criterion, value) = words[i].IndexOf('=') is var at && at > 0
                ? (words[i].Substring(0, at), words[i].Substring(at + 1))
                : (words[i], i + 1 < words.Count ? words[i + 1] : "");
            if (SshConfigLine.Is(criterion, "host") || SshConfigLine.Is(criterion, "originalhost")) Add(value.Split(','));
        }
    }

    private void Add(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            // "!x" takes names away from the others; "*" is about everything.
            if (pattern.Length > 0 && pattern[0] != '!' && pattern.Trim('*').Length > 0) _patterns.Add(pattern);
        }
    }

    private static string? TextOf(string file)
    {
        try
        {
            return SharedFile.Read(file, LargestFile) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            return null;
        }
    }

    // As glob(3), part by part.
    private static IEnumerable<string> Files(string pattern, string folder)
    {
        var full = pattern.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(SshFolder.Home, pattern.Substring(2)) : Combined(folder, pattern);
        if (full is null) return [];
        var root = Path.GetPathRoot(full) ?? "";
        IEnumerable<string> found = [root];
        foreach (var part in full.Substring(root.Length).Split(['/', Path.DirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries))
        {
            found = part.IndexOfAny(['*', '?']) < 0 ? found.Select(path => Path.Combine(path, part)) : found.SelectMany(path => Children(path, part));
        }

        return found.Take(MostFiles);
    }

    private static string? Combined(string folder, string pattern)
    {
        try
        {
            return Path.Combine(folder, pattern);
        }
        catch (ArgumentException)
        {
            return null; // No path at all, says the platform.
        }
    }

    private static IReadOnlyList<string> Children(string folder, string pattern)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder)
                .Where(path => Glob.IsMatch(pattern, Path.GetFileName(path)) && (Path.GetFileName(path)[0] != '.' || pattern[0] == '.'))
                .ToList();
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            return [];
        }
    }
}
