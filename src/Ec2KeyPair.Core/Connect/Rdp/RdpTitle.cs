using System.Text;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>
/// What stands on the window: the Name tag as far as it is harmless, and the instance id. mstsc shows the name of its
/// file there, so the title is fit to be a file's name on every system.
/// </summary>
/// <example><code>
/// RdpTitle.For("i-0123456789abcdef0", "web/1\n"); // web 1 (i-0123456789abcdef0)
/// </code></example>
public static class RdpTitle
{
    private const int LongestName = 40;

    /// <summary>The title.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="nameTag">Its Name tag, which is anybody's text; null for none.</param>
    public static string For(string instanceId, string? nameTag)
    {
        var name = Harmless(nameTag ?? "");
        return name.Length == 0 ? instanceId : $"{name} ({instanceId})";
    }

    // Letters, digits and the few signs that mean nothing to a shell, a file system, a client or the direction of text.
    private static string Harmless(string text)
    {
        var kept = new StringBuilder(LongestName);
        foreach (var character in text)
        {
            if (kept.Length == LongestName) break;
            if (char.IsLetterOrDigit(character) || character is '_' or '-') kept.Append(character);
            else if (character == '.' && kept.Length > 0) kept.Append(character);
            else if (kept.Length > 0 && kept[kept.Length - 1] != ' ') kept.Append(' ');
        }

        return kept.ToString().Trim(' ', '.', '-');
    }
}
