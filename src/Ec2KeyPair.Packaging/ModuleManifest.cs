using System.Text.RegularExpressions;

namespace Ec2KeyPair.Packaging;

/// <summary>The module's manifest as text: read for the package's metadata, and completed with what only the package knows.</summary>
/// <param name="Text">The .psd1.</param>
internal sealed partial record ModuleManifest(string Text)
{
    private const string FileListMark = "    # The package's FileList stands here.";
    private const string ReleaseNotesMark = "            # The package's ReleaseNotes stand here.";

    internal string Version => Value("ModuleVersion");

    internal string Author => Value("Author");

    internal string Copyright => Value("Copyright");

    internal string Description => Value("Description");

    internal IReadOnlyList<string> Cmdlets => List("CmdletsToExport");

    internal IReadOnlyList<string> Tags => List("Tags");

    /// <summary>With the list of files and the release notes in the places that are marked for them.</summary>
    /// <exception cref="InvalidDataException">A mark is missing.</exception>
    internal ModuleManifest With(IEnumerable<string> files, string releaseNotes) => new(Replaced(
        Replaced(Text, FileListMark, "    FileList             = @(\n" + string.Concat(files.Select(file => $"        {Quoted(file)}\n")) + "    )"),
        ReleaseNotesMark,
        "            ReleaseNotes = " + Quoted(releaseNotes)));

    private static string Replaced(string text, string mark, string value) =>
        text.Contains(mark, StringComparison.Ordinal) ? text.Replace(mark, value, StringComparison.Ordinal) : throw new InvalidDataException($"The manifest lacks '{mark.Trim()}'.");

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private string Value(string name) =>
        Regex.Match(Text, $@"^ *{name} *= *'((?:[^']|'')*)'", RegexOptions.Multiline) is { Success: true } match
            ? match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)
            : throw new InvalidDataException($"The manifest has no {name}.");

    private IReadOnlyList<string> List(string name) =>
        Regex.Match(Text, $@"^ *{name} *= *@\(([^)]*)\)", RegexOptions.Multiline) is { Success: true } match
            ? [.. Item().Matches(match.Groups[1].Value).Select(item => item.Groups[1].Value)]
            : throw new InvalidDataException($"The manifest has no {name}.");

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Item();
}
