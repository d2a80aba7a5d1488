using System.Text;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.SshConfig;

/// <summary>Sees to it that ssh's config includes a file: one Include line at its top, where no Host block limits it.</summary>
public sealed class SshConfigInclude(string configPath)
{
    private const int LargestFile = 4 * 1024 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly char[] Blanks = [' ', '\t'];
    private readonly EditedFile _file = new(configPath, LargestFile);

    /// <summary><c>~/.ssh/config</c>.</summary>
    public static string DefaultPath => Path.Combine(SshFolder.Path, "config");

    /// <summary>True when ssh reads the file already, for every host.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    public bool Has(string path) => Has(_file.Read(), path);

    /// <summary>Adds the line unless ssh reads the file already.</summary>
    /// <returns>True when the line was added.</returns>
    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe, FileReadFailed, FileWriteFailed, KeyStoreBusy.</exception>
    public bool Ensure(string path)
    {
        var line = "Include " + Argument(path);
        return _file.Edit<bool>(content =>
        {
            if (Has(content, path)) return (null, false);
            var end = Array.IndexOf(content ?? [], (byte)'\r') >= 0 ? "\r\n" : "\n";
            return ([.. Utf8.GetBytes(line + end), .. content ?? []], true);
        });
    }

    private static bool Has(byte[]? content, string path)
    {
        foreach (var line in Utf8.GetString(content ?? []).Split('\n'))
        {
            var words = Words(line);
            if (words.Count == 0) continue;
            if (Is(words[0], "Host") || Is(words[0], "Match")) return false;
            if (Is(words[0], "Include") && words.Skip(1).Any(pattern => Covers(pattern, path))) return true;
        }

        return false;
    }

    // "Include a "b c"" and "Include=a" alike (ssh_config(5)).
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        var rest = line.Trim();
        if (rest.Length == 0 || rest[0] == '#') return words;
        while (rest.Length > 0)
        {
            var isQuoted = rest[0] == '"';
            var end = isQuoted ? rest.IndexOf('"', 1) : rest.IndexOfAny(words.Count == 0 ? [' ', '\t', '='] : Blanks);
            if (end < 0) end = rest.Length;
            words.Add(isQuoted ? rest.Substring(1, end - 1) : rest.Substring(0, end));
            rest = rest.Substring(Math.Min(rest.Length, isQuoted ? end + 1 : end)).TrimStart(Blanks);
            if (words.Count == 1) rest = rest.TrimStart('=').TrimStart(Blanks);
        }

        return words;
    }

    private static bool Covers(string pattern, string path)
    {
        try
        {
            var full = Path.Combine(SshFolder.Path, pattern);
            if (pattern.StartsWith("~/", StringComparison.Ordinal)) full = Path.Combine(SshFolder.Home, pattern.Substring(2));
            // "*" stops at a separator.
            return string.Equals(Path.GetDirectoryName(Normal(full)), Path.GetDirectoryName(Normal(path)), StringComparison.Ordinal)
                && Glob.IsMatch(Path.GetFileName(full), Path.GetFileName(path));
        }
        catch (ArgumentException)
        {
            return false; // No path at all, says the platform.
        }
    }

    private static bool Is(string word, string keyword) => string.Equals(word, keyword, StringComparison.OrdinalIgnoreCase);

    private static string Normal(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    // Relative to ~/.ssh where it can be: a home that moves takes the line along.
    private static string Argument(string path)
    {
        var folder = SshFolder.Path + Path.DirectorySeparatorChar;
        var isBelow = path.StartsWith(folder, StringComparison.Ordinal);
        var argument = (isBelow ? path.Substring(folder.Length) : path).Replace('\\', '/');
        // Some versions of ssh expand tokens here, others don't; all take wildcards.
        if (argument.IndexOfAny(['*', '?', '[', '%']) >= 0) throw Unsafe(path);
        return SshOption.Path(argument) is var quoted && isBelow && argument.IndexOfAny(Blanks) < 0 ? argument : quoted;
    }

    private static Ec2KeyPairException Unsafe(string path) => new(
        ErrorCondition.ArgumentUnsafe, $"The path '{Printable.Text(path)}' has wildcards or percent signs; ssh would include another file, or several.", path, "Give another path.");
}
