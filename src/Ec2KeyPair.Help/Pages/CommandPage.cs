namespace Ec2KeyPair.Help.Pages;

/// <summary>
/// The page of a cmdlet, in the schema of Microsoft.PowerShell.PlatyPS (2024-05-01). Texts are markdown as it stands in the page.
/// </summary>
internal sealed record CommandPage
{
    /// <summary>What the page is, line by line, as <c>title: New-EC2Tunnel</c>.</summary>
    internal required IReadOnlyList<string> FrontMatter { get; init; }

    /// <summary>The cmdlet's name.</summary>
    internal required string Name { get; init; }

    internal required string Synopsis { get; init; }

    internal required IReadOnlyList<SyntaxHelp> Syntax { get; init; }

    internal required string Aliases { get; init; }

    internal required string Description { get; init; }

    internal required IReadOnlyList<ExampleHelp> Examples { get; init; }

    /// <summary>By name.</summary>
    internal required IReadOnlyList<ParameterHelp> Parameters { get; init; }

    /// <summary>What the page says of the parameters that every cmdlet has.</summary>
    internal required string CommonParameters { get; init; }

    internal required IReadOnlyList<TypeHelp> Inputs { get; init; }

    internal required IReadOnlyList<TypeHelp> Outputs { get; init; }

    internal required string Notes { get; init; }

    /// <summary>Lines of the form <c>- [text](target)</c>.</summary>
    internal required string RelatedLinks { get; init; }
}
