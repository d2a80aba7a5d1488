using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Repair;

/// <summary>The account to let in. Its name goes into scripts and YAML, and may come from a tag, which is anybody's text.</summary>
internal static class RepairUser
{
    // useradd(8), with the dots and capitals that adduser lets through.
    private static readonly Regex Form = new("^[A-Za-z_][A-Za-z0-9_.-]{0,31}\\z", RegexOptions.CultureInvariant);

    /// <exception cref="Ec2KeyPairException">ArgumentUnsafe.</exception>
    internal static string Checked(string name) => Form.IsMatch(name) ? name : throw new Ec2KeyPairException(
        ErrorCondition.ArgumentUnsafe, $"'{Printable.Text(name)}' is no name of a Linux account.", name, "Give the account with -UserName.");
}
