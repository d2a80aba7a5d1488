namespace Ec2KeyPair.Help.Markdown;

/// <summary>A piece of a page.</summary>
internal abstract record Block;

/// <summary>Running text without line ends.</summary>
internal sealed record Paragraph(string Text) : Block;

/// <summary>Items, each with the mark it has in the page: <c>-</c> or <c>1.</c>.</summary>
internal sealed record ItemList(IReadOnlyList<(string Mark, string Text)> Items) : Block;

/// <summary>A fenced block: what it says it is, and its lines as they are.</summary>
internal sealed record Fence(string Language, IReadOnlyList<string> Lines) : Block;
