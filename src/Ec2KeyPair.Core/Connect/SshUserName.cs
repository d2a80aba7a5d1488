using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Lets only names of accounts through to ssh: tags and images are anybody's text.</summary>
internal static class SshUserName
{
    // What Linux, macOS, Windows ("DOMAIN\user") and directory accounts ("user@domain") have; never a leading dash.
    private static readonly Regex Allowed = new("^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]{0,63}\\$?$", RegexOptions.CultureInvariant);

    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal static string Checked(string name) => Allowed.IsMatch(name) && !name.EndsWith("\n", StringComparison.Ordinal)
        ? name
        : throw new Ec2KeyPairException(
            ErrorCondition.ArgumentUnsafe,
            $"'{Text.Printable.Text(name)}' is not the name of an account; it is not passed to ssh.",
            name,
            "Give the account with -UserName.");
}
