using System.Xml.Linq;
using Ec2KeyPair.Help.Pages;
using static Ec2KeyPair.Help.Commands.MamlNames;

namespace Ec2KeyPair.Help.Commands;

/// <summary>A parameter in the help of a cmdlet.</summary>
internal static class MamlParameter
{
    /// <summary>With its description. MAML has one place for what may differ by parameter set: there the first set counts, as in platyPS.</summary>
    internal static XElement Described(ParameterHelp parameter)
    {
        var sets = parameter.Facts.ParameterSets;
        return Element(
            parameter,
            sets[0],
            sets.Any(set => set.IsRequired),
            MamlCommand.Paragraphs(Maml + "description", parameter.Description),
            Value(parameter.Facts),
            Type(parameter.Facts),
            new XElement(Dev + "defaultValue", parameter.Facts.DefaultValue.Length > 0 ? parameter.Facts.DefaultValue : "None"));
    }

    /// <summary>As a part of the syntax.</summary>
    internal static XElement InSyntax(ParameterHelp parameter, string parameterSet)
    {
        var set = parameter.Facts.In(parameterSet)
            ?? throw new FormatException($"-{parameter.Name} is in the syntax of '{parameterSet}' and not in that parameter set");
        return Element(parameter, set, set.IsRequired, Choice(parameter.Facts), Value(parameter.Facts));
    }

    private static XElement Element(ParameterHelp parameter, ParameterSetFacts set, bool isRequired, params XElement?[] content) => new(
        Command + "parameter",
        new XAttribute("required", isRequired),
        new XAttribute("variableLength", parameter.Facts.Type.EndsWith("[]", StringComparison.Ordinal)),
        new XAttribute("globbing", parameter.Facts.SupportsWildcards),
        new XAttribute("pipelineInput", PipelineInput(parameter.Facts.ParameterSets)),
        new XAttribute("position", set.IsNamed ? "named" : set.Position),
        new XAttribute("aliases", parameter.Facts.Aliases.Count > 0 ? string.Join(", ", parameter.Facts.Aliases) : "none"),
        new XElement(Maml + "name", parameter.Name),
        content);

    private static string PipelineInput(IReadOnlyList<ParameterSetFacts> sets)
    {
        var ways = new List<string>();
        if (sets.Any(set => set.ValueFromPipeline)) ways.Add("ByValue");
        if (sets.Any(set => set.ValueFromPipelineByPropertyName)) ways.Add("ByPropertyName");
        return ways.Count == 0 ? "False" : $"True ({string.Join(", ", ways)})";
    }

    private static XElement? Choice(ParameterFacts facts) => facts.AcceptedValues.Count == 0 ? null : new XElement(
        Command + "parameterValueGroup",
        facts.AcceptedValues.Select(value => new XElement(
            Command + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), value)));

    private static XElement? Value(ParameterFacts facts) => facts.IsSwitch ? null : new XElement(
        Command + "parameterValue",
        new XAttribute("required", true),
        new XAttribute("variableLength", facts.Type.EndsWith("[]", StringComparison.Ordinal)),
        TypeText.Short(facts.Type));

    private static XElement Type(ParameterFacts facts) => new(Dev + "type", new XElement(Maml + "name", facts.Type));
}
