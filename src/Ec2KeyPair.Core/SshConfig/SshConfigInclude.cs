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
            var words = SshConfigLine.Words(line);
            if (words.Count == 0) continue;
            if (SshConfigLine.Is(words[0], "Host") || SshConfigLine.Is(words[0], "Match")) return false;
            if (SshConfigLine.Is(words[0], "Include") && words.Skip(1).Any(pattern => Covers(pattern, path))) return true;
        }

        return false;
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
