using System.Xml.Linq;
using Ec2KeyPair.Help.Markdown;
using Ec2KeyPair.Help.Pages;
using static Ec2KeyPair.Help.Commands.MamlNames;

namespace Ec2KeyPair.Help.Commands;

/// <summary>An example in the help of a cmdlet.</summary>
internal static class MamlExample
{
    private const string Prompt = "PS> ";

    /// <summary>
    /// Text, then a prompt, commands and output as on a screen, then the rest of the text. All from the first fenced block to
    /// the last is MAML's "code", because that alone is shown as it is: paragraphs are trimmed.
    /// </summary>
    internal static XElement Of(ExampleHelp example)
    {
        var blocks = BlockReader.Read(example.Text);
        var first = blocks.TakeWhile(block => block is not Fence).Count();
        var last = blocks.Count - blocks.Reverse().TakeWhile(block => block is not Fence).Count();
        if (blocks.ElementAtOrDefault(first) is not Fence { Language: ExampleHelp.Shell }) throw new FormatException("an example's first fenced block is a command");
        var introduction = PlainText.Paragraphs(blocks.Take(first)).ToList();
        var screen = blocks.Take(last).Skip(first).SelectMany(OnScreen);
        var remarks = PlainText.Paragraphs(blocks.Skip(last)).ToList();
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"---------- {PlainText.Of(example.Title)} ----------"),
            // The views put no line end between the introduction and the code: it is meant for the prompt.
            MamlCommand.Paragraphs(Maml + "introduction", introduction.Append(introduction.Count > 0 ? "\n" + Prompt : Prompt)),
            new XElement(Dev + "code", string.Join('\n', screen).Trim('\n')[Prompt.Length..]),
            // Without any paragraph the next title would be indented.
            MamlCommand.Paragraphs(Dev + "remarks", remarks.DefaultIfEmpty("")));
    }

    private static IEnumerable<string> OnScreen(Block block) => block switch
    {
        Fence { Language: ExampleHelp.Shell } code => code.Lines.Select((line, at) => at == 0 ? Prompt + line : line),
        Fence output => output.Lines.Append(""),
        _ => ["", .. PlainText.Paragraphs([block]), ""],
    };
}
