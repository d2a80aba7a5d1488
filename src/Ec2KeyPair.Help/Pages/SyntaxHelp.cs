namespace Ec2KeyPair.Help.Pages;

/// <summary>One way to call a cmdlet.</summary>
/// <param name="ParameterSet">The parameter set; <see cref="AllSets"/> where the cmdlet has only one without a name.</param>
/// <param name="IsDefault">The set that counts where the parameters given don't tell.</param>
/// <param name="Text">The syntax as Get-Command -Syntax shows it, wrapped.</param>
internal sealed record SyntaxHelp(string ParameterSet, bool IsDefault, string Text)
{
    internal const string AllSets = "__AllParameterSets";
    internal const string DefaultMark = " (Default)";
}
