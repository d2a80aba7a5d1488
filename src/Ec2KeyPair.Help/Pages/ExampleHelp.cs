namespace Ec2KeyPair.Help.Pages;

/// <summary>An example of a page.</summary>
/// <param name="Title">Such as <c>Example 1: Make a key pair</c>.</param>
/// <param name="Text">Markdown with fenced blocks of the languages below.</param>
internal sealed record ExampleHelp(string Title, string Text)
{
    /// <summary>Commands; a test runs them.</summary>
    internal const string Shell = "powershell";

    /// <summary>What PowerShell shows for the commands before it; a test compares it.</summary>
    internal const string Output = "Output";

    /// <summary>Anything else, such as what another program writes.</summary>
    internal const string Other = "text";
}
