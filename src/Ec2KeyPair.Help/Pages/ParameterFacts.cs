namespace Ec2KeyPair.Help.Pages;

/// <summary>What is true of a parameter because the code says so: the yaml block of the page.</summary>
internal sealed record ParameterFacts
{
    /// <summary>Full name of the .NET type; of a nullable one the type that it is of.</summary>
    internal required string Type { get; init; }

    /// <summary>What the cmdlet starts with; empty where that is nothing.</summary>
    internal required string DefaultValue { get; init; }

    internal required bool SupportsWildcards { get; init; }

    internal required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>By name.</summary>
    internal required IReadOnlyList<ParameterSetFacts> ParameterSets { get; init; }

    /// <summary>Hidden from completion.</summary>
    internal required bool DontShow { get; init; }

    /// <summary>All that it takes, where that can be listed.</summary>
    internal required IReadOnlyList<string> AcceptedValues { get; init; }

    /// <summary>What a prompt for a missing mandatory parameter shows.</summary>
    internal required string HelpMessage { get; init; }

    internal bool IsSwitch => Type == "System.Management.Automation.SwitchParameter";

    /// <summary>Its place in a parameter set, if it is in there.</summary>
    internal ParameterSetFacts? In(string parameterSet) => ParameterSets.FirstOrDefault(set => set.Name == parameterSet || set.IsAll);
}
