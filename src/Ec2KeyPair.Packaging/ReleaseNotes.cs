using System.Text.RegularExpressions;

namespace Ec2KeyPair.Packaging;

/// <summary>What changed, from CHANGELOG.md (keepachangelog.com).</summary>
internal static partial class ReleaseNotes
{
    // The gallery takes 10,000 characters (PowerShell Gallery, "Package manifest values").
    private const int Longest = 10_000;

    /// <summary>The first section that says something, without its heading.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal static string Latest(string changelog)
    {
        var sections = Heading().Split(changelog.ReplaceLineEndings("\n"))[1..];
        var notes = sections.Select(section => section.Trim()).FirstOrDefault(section => section.Length > 0)
            ?? throw new InvalidDataException("CHANGELOG.md has no section.");
        return notes.Length <= Longest ? notes : notes[..notes.LastIndexOf('\n', Longest - 1)] + "\n...";
    }

    [GeneratedRegex(@"^## \[[^\n]*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();
}
