namespace Ec2KeyPair.Core.SshConfig;

/// <summary>A line of an ssh config file in its words (ssh_config(5)): <c>Include a "b c"</c> and <c>Include=a</c> alike.</summary>
internal static class SshConfigLine
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The keyword and its arguments; nothing for an empty line or a comment.</summary>
    internal static IReadOnlyList<string> Words(string line)
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

    /// <summary>True for this keyword, whatever the case of its letters.</summary>
    internal static bool Is(string word, string keyword) => string.Equals(word, keyword, StringComparison.OrdinalIgnoreCase);
}
