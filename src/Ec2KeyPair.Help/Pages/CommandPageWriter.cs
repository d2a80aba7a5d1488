using Ec2KeyPair.Help.Markdown;

namespace Ec2KeyPair.Help.Pages;

/// <summary>Writes a cmdlet's page, so that reading and writing it changes nothing.</summary>
internal static class CommandPageWriter
{
    /// <summary>The page's text.</summary>
    internal static string Text(CommandPage page)
    {
        IEnumerable<string> pieces =
        [
            string.Join('\n', page.FrontMatter.Prepend("---").Append("---")),
            "# " + page.Name,
            "## SYNOPSIS", page.Synopsis,
            "## SYNTAX", .. page.Syntax.SelectMany(Syntax),
            "## ALIASES", page.Aliases,
            "## DESCRIPTION", page.Description,
            "## EXAMPLES", .. page.Examples.SelectMany(example => Heading(example.Title, example.Text)),
            "## PARAMETERS", .. page.Parameters.SelectMany(Parameter),
            .. Heading("CommonParameters", page.CommonParameters),
            "## INPUTS", .. page.Inputs.SelectMany(type => Heading(type.Name, type.Description)),
            "## OUTPUTS", .. page.Outputs.SelectMany(type => Heading(type.Name, type.Description)),
            "## NOTES", page.Notes,
            "## RELATED LINKS", page.RelatedLinks,
        ];
        return string.Join("\n\n", pieces.Where(piece => piece.Length > 0)) + "\n";
    }

    private static string[] Heading(string title, string text) => ["### " + title, text];

    private static string[] Syntax(SyntaxHelp syntax) => Heading(
        syntax.ParameterSet + (syntax.IsDefault ? SyntaxHelp.DefaultMark : ""),
        $"{Section.FenceMark}\n{syntax.Text}\n{Section.FenceMark}");

    private static IEnumerable<string> Parameter(ParameterHelp parameter) =>
    [
        .. Heading("-" + parameter.Name, parameter.Description),
        $"{Section.FenceMark}yaml\n{string.Join('\n', FactsWriter.Lines(parameter.Facts))}\n{Section.FenceMark}",
    ];
}
