namespace Ec2KeyPair.Help.Markdown;

/// <summary>A heading with what stands under it.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">The heading's line in the file, from 1.</param>
/// <param name="Text">What stands between this heading and the next, without empty lines around it.</param>
internal sealed record Section(int Level, string Title, int Line, string Text)
{
    internal const string FenceMark = "```";

    /// <summary>All sections in their order; what stands in fenced blocks is no heading.</summary>
    internal static IReadOnlyList<Section> ReadAll(IReadOnlyList<string> lines, int firstLine)
    {
        var sections = new List<Section>();
        var inFence = false;
        var start = -1;
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].StartsWith(FenceMark, StringComparison.Ordinal)) inFence = !inFence;
            if (inFence || LevelOf(lines[at]) == 0) continue;
            if (start >= 0) sections.Add(Between(start, at));
            start = at;
        }

        if (start >= 0) sections.Add(Between(start, lines.Count));
        return sections;

        Section Between(int heading, int end) => new(
            LevelOf(lines[heading]),
            lines[heading].TrimStart('#').Trim(),
            firstLine + heading,
            string.Join('\n', lines.Take(end).Skip(heading + 1)).Trim('\n'));
    }

    private static int LevelOf(string line)
    {
        var marks = line.TakeWhile(character => character == '#').Count();
        return marks is > 0 and <= 3 && line.Length > marks && line[marks] == ' ' ? marks : 0;
    }
}
