using Ec2KeyPair.Help.Markdown;

namespace Ec2KeyPair.Help.Topics;

/// <summary>A topic as Get-Help shows it: plain text in 80 columns.</summary>
internal static class TopicText
{
    private const int Indent = 4;
    private const string SynopsisTitle = "Short description";

    /// <summary>The text of a page.</summary>
    /// <exception cref="PageException">It is not of a topic's form.</exception>
    internal static string OfFile(string file) => Of(file, File.ReadAllText(file));

    /// <summary>The text of a page.</summary>
    /// <param name="file">The file's name: the topic's name, and for messages.</param>
    /// <param name="page">The page.</param>
    /// <exception cref="PageException">It is not of a topic's form.</exception>
    internal static string Of(string file, string page)
    {
        var sections = Section.ReadAll(page.ReplaceLineEndings("\n").Split('\n'), firstLine: 1);
        Check(file, sections);
        var lines = sections.SelectMany(section => Lines(file, section));
        return string.Join('\n', lines).TrimEnd('\n') + "\n";
    }

    private static void Check(string file, IReadOnlyList<Section> sections)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (sections.FirstOrDefault() is not { Level: 1 } title || title.Title != name) throw new PageException(file, 1, $"the page starts with '# {name}'");
        if (title.Text.Length > 0) throw new PageException(file, title.Line, $"text stands under '## {SynopsisTitle}' and the headings after it");
        var synopsis = sections.Skip(1).FirstOrDefault();
        // The engine takes the fifth line of a topic for its synopsis: HelpFileHelpInfo.
        if (synopsis is not { Level: 2, Title: SynopsisTitle } || synopsis.Text.Contains('\n') || PlainText.Of(synopsis.Text).Length > LineWrap.Columns - Indent)
        {
            throw new PageException(file, synopsis?.Line ?? 1, $"'## {SynopsisTitle}' comes first and is one line of at most {LineWrap.Columns - Indent} characters");
        }
    }

    private static IEnumerable<string> Lines(string file, Section section)
    {
        if (section.Level == 1) return ["TOPIC", new string(' ', Indent) + section.Title, ""];
        var heading = section.Level == 2 ? PlainText.Of(section.Title).ToUpperInvariant() : "  " + PlainText.Of(section.Title);
        return Blocks(file, section).SelectMany(Lines).Prepend(heading);
    }

    private static IReadOnlyList<Block> Blocks(string file, Section section)
    {
        try
        {
            return BlockReader.Read(section.Text);
        }
        catch (FormatException e)
        {
            throw new PageException(file, section.Line, $"{section.Title}: {e.Message}");
        }
    }

    private static IEnumerable<string> Lines(Block block) => block switch
    {
        Paragraph paragraph => LineWrap.Wrap(PlainText.Of(paragraph.Text), Indent, Indent).Append(""),
        ItemList list => list.Items.SelectMany(Lines).Append(""),
        Fence fence => fence.Lines.Select(line => (new string(' ', Indent + 2) + line).TrimEnd()).Append(""),
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };

    private static IEnumerable<string> Lines((string Mark, string Text) item) =>
        LineWrap.Wrap($"{item.Mark} {PlainText.Of(item.Text)}", Indent, Indent + item.Mark.Length + 1);
}
