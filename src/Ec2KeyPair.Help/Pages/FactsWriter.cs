namespace Ec2KeyPair.Help.Pages;

/// <summary>Writes the yaml block of a parameter as platyPS does.</summary>
internal static class FactsWriter
{
    private const string Special = "*&!|>%@`#{}[],?:-'\"";

    /// <summary>Its lines, without the fence.</summary>
    internal static IEnumerable<string> Lines(ParameterFacts facts) =>
    [
        $"Type: {facts.Type}",
        $"DefaultValue: {Scalar(facts.DefaultValue)}",
        $"SupportsWildcards: {Flag(facts.SupportsWildcards)}",
        .. List("Aliases", facts.Aliases),
        "ParameterSets:",
        .. facts.ParameterSets.SelectMany(Set),
        $"DontShow: {Flag(facts.DontShow)}",
        .. List("AcceptedValues", facts.AcceptedValues),
        $"HelpMessage: {Scalar(facts.HelpMessage)}",
    ];

    /// <summary>The lines of one parameter set.</summary>
    internal static IEnumerable<string> Set(ParameterSetFacts set) =>
    [
        $"- Name: {set.Name}",
        $"  Position: {set.Position}",
        $"  IsRequired: {Flag(set.IsRequired)}",
        $"  ValueFromPipeline: {Flag(set.ValueFromPipeline)}",
        $"  ValueFromPipelineByPropertyName: {Flag(set.ValueFromPipelineByPropertyName)}",
        $"  ValueFromRemainingArguments: {Flag(set.ValueFromRemainingArguments)}",
    ];

    private static IEnumerable<string> List(string key, IReadOnlyList<string> values) =>
        values.Count == 0 ? [key + ": []"] : values.Select(value => "- " + Scalar(value)).Prepend(key + ":");

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Scalar(string value) =>
        value.Length == 0 || Special.Contains(value[0], StringComparison.Ordinal) || value.Contains(": ", StringComparison.Ordinal)
            ? $"'{value.Replace("'", "''", StringComparison.Ordinal)}'"
            : value;
}
