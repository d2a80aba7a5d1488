using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ec2KeyPair.Help.Markdown;
using Ec2KeyPair.Help.Pages;
using static Ec2KeyPair.Help.Commands.MamlNames;

namespace Ec2KeyPair.Help.Commands;

/// <summary>The help of one cmdlet.</summary>
internal static partial class MamlCommand
{
    /// <summary>Its element.</summary>
    internal static XElement Of(CommandPage page) => new(
        Command + "command",
        // The loader knows "maml:introduction" by its prefix.
        new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        new XElement(
            Command + "details",
            new XElement(Command + "name", page.Name),
            Paragraphs(Maml + "description", page.Synopsis),
            new XElement(Command + "verb", page.Name.Split('-')[0]),
            new XElement(Command + "noun", page.Name.Split('-')[1])),
        Paragraphs(Maml + "description", page.Description),
        new XElement(Command + "syntax", page.Syntax.Select(syntax => Syntax(page, syntax))),
        new XElement(Command + "parameters", page.Parameters.Select(MamlParameter.Described)),
        new XElement(Command + "inputTypes", page.Inputs.Select(type => Type(Command + "inputType", type))),
        new XElement(Command + "returnValues", page.Outputs.Select(type => Type(Command + "returnValue", type))),
        new XElement(Maml + "alertSet", Paragraphs(Maml + "alert", page.Notes)),
        new XElement(Command + "examples", page.Examples.Select(MamlExample.Of)),
        new XElement(Command + "relatedLinks", Link().Matches(page.RelatedLinks).Select(RelatedLink)));

    /// <summary>An element with a paragraph for each block.</summary>
    internal static XElement Paragraphs(XName name, string markdown) => Paragraphs(name, PlainText.Paragraphs(BlockReader.Read(markdown)));

    /// <summary>An element with these paragraphs.</summary>
    internal static XElement Paragraphs(XName name, IEnumerable<string> paragraphs) =>
        new(name, paragraphs.Select(text => new XElement(Maml + "para", text)));

    private static XElement Syntax(CommandPage page, SyntaxHelp syntax) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", page.Name),
        from match in ParameterName().Matches(syntax.Text)
        join parameter in page.Parameters on match.Groups[1].Value equals parameter.Name
        select MamlParameter.InSyntax(parameter, syntax.ParameterSet));

    private static XElement Type(XName name, TypeHelp type) => new(
        name,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name)),
        Paragraphs(Maml + "description", type.Description));

    // What a page links to is another topic of the help: its name is what Get-Help takes.
    private static XElement RelatedLink(Match link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Groups[1].Value),
        new XElement(Maml + "uri"));

    [GeneratedRegex(@"(?<=[ \[])-(\w+)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"^- \[([^\]]+)\]\(([^)]+)\)$", RegexOptions.Multiline)]
    private static partial Regex Link();
}
