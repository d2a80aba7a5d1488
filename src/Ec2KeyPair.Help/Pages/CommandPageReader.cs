using Ec2KeyPair.Help.Markdown;

namespace Ec2KeyPair.Help.Pages;

/// <summary>Reads a cmdlet's page.</summary>
internal sealed class CommandPageReader
{
    private const string FrontMatterMark = "---";
    private readonly string _file;
    private readonly Queue<Section> _sections;

    private CommandPageReader(string file, Queue<Section> sections) => (_file, _sections) = (file, sections);

    /// <summary>The page in a file.</summary>
    /// <exception cref="PageException">It is not of the schema's form.</exception>
    internal static CommandPage ReadFile(string file) => Read(file, File.ReadAllText(file));

    /// <summary>The page in a text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="text">The page.</param>
    /// <exception cref="PageException">It is not of the schema's form.</exception>
    internal static CommandPage Read(string file, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = Array.IndexOf(lines, FrontMatterMark, 1);
        if (lines[0] != FrontMatterMark || end < 0) throw new PageException(file, 1, "the page starts with front matter between two lines of ---");
        var sections = Section.ReadAll(lines[(end + 1)..], end + 2);
        return new CommandPageReader(file, new Queue<Section>(sections)).Page(lines[1..end]);
    }

    private CommandPage Page(string[] frontMatter)
    {
        var name = Next(1, null).Title;
        if (name != Path.GetFileNameWithoutExtension(_file)) throw Problem(1, $"the title '{name}' is not the file's name");
        var page = new CommandPage
        {
            FrontMatter = frontMatter,
            Name = name,
            Synopsis = Next(2, "SYNOPSIS").Text,
            Syntax = Under("SYNTAX", Syntax),
            Aliases = Next(2, "ALIASES").Text,
            Description = Next(2, "DESCRIPTION").Text,
            Examples = Under("EXAMPLES", section => new ExampleHelp(section.Title, section.Text)),
            Parameters = Under("PARAMETERS", Parameter, but: "CommonParameters"),
            CommonParameters = Next(3, "CommonParameters").Text,
            Inputs = Under("INPUTS", Type),
            Outputs = Under("OUTPUTS", Type),
            Notes = Next(2, "NOTES").Text,
            RelatedLinks = Next(2, "RELATED LINKS").Text,
        };
        if (_sections.TryPeek(out var rest)) throw Problem(rest.Line, $"'{rest.Title}' stands after the last section");
        return page;
    }

    private List<T> Under<T>(string title, Func<Section, T> read, string? but = null)
    {
        var head = Next(2, title);
        if (head.Text.Length > 0) throw Problem(head.Line, $"{title} has text of its own; it belongs under a heading of level 3");
        var items = new List<T>();
        while (_sections.TryPeek(out var section) && section.Level == 3 && section.Title != but) items.Add(Guard(_sections.Dequeue(), read));
        return items;
    }

    private T Guard<T>(Section section, Func<Section, T> read)
    {
        try
        {
            return read(section);
        }
        catch (FormatException e)
        {
            throw Problem(section.Line, $"{section.Title}: {e.Message}");
        }
    }

    private static SyntaxHelp Syntax(Section section)
    {
        if (BlockReader.Read(section.Text) is not [Fence fence]) throw new FormatException("a syntax is one fenced block");
        var isDefault = section.Title.EndsWith(SyntaxHelp.DefaultMark, StringComparison.Ordinal);
        var set = isDefault ? section.Title[..^SyntaxHelp.DefaultMark.Length] : section.Title;
        return new SyntaxHelp(set, isDefault, string.Join('\n', fence.Lines));
    }

    private static ParameterHelp Parameter(Section section)
    {
        if (section.Title is not ['-', .. var name]) throw new FormatException("a parameter's heading starts with a hyphen");
        var start = section.Text.LastIndexOf(Section.FenceMark + "yaml\n", StringComparison.Ordinal);
        if (start < 0 || BlockReader.Read(section.Text[start..]) is not [Fence yaml]) throw new FormatException("a parameter ends in its yaml block");
        return new ParameterHelp(name, section.Text[..start].Trim('\n'), FactsReader.Read(yaml.Lines));
    }

    private static TypeHelp Type(Section section) => new(section.Title, section.Text);

    private Section Next(int level, string? title)
    {
        var section = _sections.Count > 0 ? _sections.Dequeue() : throw Problem(1, $"'{title}' is missing");
        if (section.Level == level && (title is null || section.Title == title)) return section;
        throw Problem(section.Line, $"'{new string('#', level)} {title ?? "name"}' is expected and not '{section.Title}'");
    }

    private PageException Problem(int line, string text) => new(_file, line, text);
}
