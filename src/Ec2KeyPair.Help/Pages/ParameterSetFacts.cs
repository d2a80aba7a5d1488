namespace Ec2KeyPair.Help.Pages;

/// <summary>What a parameter is in one parameter set.</summary>
internal sealed record ParameterSetFacts
{
    private const string All = "(All)";
    private const string NoPosition = "Named";

    /// <summary>The set's name, or <c>(All)</c>.</summary>
    internal required string Name { get; init; }

    /// <summary>From 0, or <c>Named</c>.</summary>
    internal required string Position { get; init; }

    internal required bool IsRequired { get; init; }

    internal required bool ValueFromPipeline { get; init; }

    internal required bool ValueFromPipelineByPropertyName { get; init; }

    internal required bool ValueFromRemainingArguments { get; init; }

    internal bool IsAll => Name == All;

    internal bool IsNamed => Position == NoPosition;

    /// <summary>The engine's name of a set as the pages write it.</summary>
    internal static string NameOf(string parameterSet) => parameterSet == SyntaxHelp.AllSets ? All : parameterSet;

    /// <summary>The engine's position as the pages write it.</summary>
    internal static string PositionOf(int position) =>
        position == int.MinValue ? NoPosition : position.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
