using Ec2KeyPair.Help.Pages;

namespace Ec2KeyPair.Module.Tests.Help;

/// <summary>A page's facts as sentences, so that two pages can be compared and the difference read.</summary>
internal static class PageFacts
{
    internal static IReadOnlyCollection<string> Of(CommandPage page) =>
    [
        .. page.FrontMatter.Where(line => !line.StartsWith("ms.date", StringComparison.Ordinal)),
        .. page.Syntax.Select(syntax => $"syntax of {syntax.ParameterSet}{(syntax.IsDefault ? SyntaxHelp.DefaultMark : "")}: {syntax.Text.ReplaceLineEndings("")}"),
        .. page.Parameters.SelectMany(Of),
        .. page.Inputs.Select(type => "input of type " + type.Name),
        .. page.Outputs.Select(type => "output of type " + type.Name),
        "common parameters: " + page.CommonParameters,
    ];

    private static IEnumerable<string> Of(ParameterHelp parameter) =>
        FactsWriter.Lines(parameter.Facts with { ParameterSets = [] })
            .Where(line => line.Contains(':', StringComparison.Ordinal) && line != "ParameterSets:")
            .Append("aliases: " + string.Join(", ", parameter.Facts.Aliases))
            .Append("accepted values: " + string.Join(", ", parameter.Facts.AcceptedValues))
            .Concat(parameter.Facts.ParameterSets.Select(set => "in the set " + string.Join(", ", FactsWriter.Set(set).Select(line => line.TrimStart('-', ' ')))))
            .Select(fact => $"-{parameter.Name}: {fact}")
            .Prepend("parameter -" + parameter.Name);
}
