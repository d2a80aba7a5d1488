namespace Ec2KeyPair.Help.Pages;

/// <summary>A type that goes in or comes out.</summary>
/// <param name="Name">Its full name, or <c>None</c>.</param>
/// <param name="Description">Markdown.</param>
internal sealed record TypeHelp(string Name, string Description);
