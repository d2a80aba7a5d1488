using System.Text.RegularExpressions;

namespace Ec2KeyPair.Help.Markdown;

/// <summary>Text for a terminal: what is markdown's and not the reader's is left out.</summary>
internal static partial class PlainText
{
    /// <summary>Without the marks for code and emphasis; a link is its text.</summary>
    internal static string Of(string text) => Marks().Replace(
        text,
        mark => mark.Groups.Values.Skip(1).First(group => group.Success).Value);

    /// <summary>The blocks as paragraphs of a help file; a list is one of them, with a line for each item.</summary>
    internal static IEnumerable<string> Paragraphs(IEnumerable<Block> blocks) => blocks.Select(block => block switch
    {
        Paragraph paragraph => Of(paragraph.Text),
        ItemList list => string.Join('\n', list.Items.Select(item => $"{item.Mark} {Of(item.Text)}")),
        Fence fence => string.Join('\n', fence.Lines),
        _ => throw new ArgumentOutOfRangeException(nameof(blocks)),
    });

    [GeneratedRegex(@"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex Marks();
}
