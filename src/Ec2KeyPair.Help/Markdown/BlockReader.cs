using System.Text.RegularExpressions;

namespace Ec2KeyPair.Help.Markdown;

/// <summary>Reads the small part of markdown that the pages use: paragraphs, flat lists and fenced blocks.</summary>
internal static partial class BlockReader
{
    /// <summary>The blocks of a section.</summary>
    /// <exception cref="FormatException">Something else than that: it would come out as rubbish.</exception>
    internal static IReadOnlyList<Block> Read(string text)
    {
        var blocks = new List<Block>();
        var lines = new Queue<string>(text.Split('\n'));
        while (lines.Count > 0)
        {
            var line = lines.Peek();
            if (line.Length == 0) lines.Dequeue();
            else if (line.StartsWith(Section.FenceMark, StringComparison.Ordinal)) blocks.Add(ReadFence(lines));
            else if (ItemStart().IsMatch(line)) blocks.Add(ReadList(lines));
            else blocks.Add(ReadParagraph(lines));
        }

        return blocks;
    }

    private static Fence ReadFence(Queue<string> lines)
    {
        var language = lines.Dequeue()[Section.FenceMark.Length..].Trim();
        var content = new List<string>();
        while (lines.TryDequeue(out var line))
        {
            if (line == Section.FenceMark) return new Fence(language, content);
            content.Add(line);
        }

        throw new FormatException("a fenced block has no end");
    }

    private static ItemList ReadList(Queue<string> lines)
    {
        var items = new List<(string Mark, string Text)>();
        while (lines.TryPeek(out var line) && ItemStart().Match(line) is { Success: true } start)
        {
            lines.Dequeue();
            var text = line[start.Length..];
            while (lines.TryPeek(out var more) && more.StartsWith("  ", StringComparison.Ordinal)) text += " " + lines.Dequeue().Trim();
            items.Add((start.Value.Trim(), text));
        }

        return new ItemList(items);
    }

    private static Paragraph ReadParagraph(Queue<string> lines)
    {
        var content = new List<string>();
        while (lines.TryPeek(out var line) && line.Length > 0 && !line.StartsWith(Section.FenceMark, StringComparison.Ordinal) && !ItemStart().IsMatch(line))
        {
            if (NotUsed().IsMatch(line)) throw new FormatException($"the pages use no tables, quotes, nested lists, HTML or indented code: {line}");
            content.Add(lines.Dequeue());
        }

        return new Paragraph(string.Join(' ', content));
    }

    [GeneratedRegex(@"^(?:-|\d+\.) +")]
    private static partial Regex ItemStart();

    [GeneratedRegex(@"^(?:\s|\||>|<|[*+] )")]
    private static partial Regex NotUsed();
}
