namespace Ec2KeyPair.Help.Pages;

/// <summary>A parameter and what the page says of it.</summary>
/// <param name="Name">Without the hyphen.</param>
/// <param name="Description">Markdown.</param>
/// <param name="Facts">What the code says of it.</param>
internal sealed record ParameterHelp(string Name, string Description, ParameterFacts Facts);
