namespace Ec2KeyPair.AwsEndpoint.WindowsSide;

/// <summary>
/// A machine's password policy. The defaults are those of a stand-alone Windows Server, but for the history: there it is 0.
/// Complexity as in https://learn.microsoft.com/windows/security/threat-protection/security-policy-settings/password-must-meet-complexity-requirements.
/// </summary>
public sealed class PasswordPolicy
{
    /// <summary>SetPassword takes no more, whatever the policy says.</summary>
    public const int MaximumLength = 127;

    public int MinimumLength { get; set; }

    public bool RequiresComplexity { get; set; } = true;

    /// <summary>So many of an account's latest passwords, the current one among them, must not come again.</summary>
    public int HistoryLength { get; set; } = 1;

    /// <summary>So many of the next passwords are refused although the policy allows them, as a password filter of somebody else would.</summary>
    public int RefuseNext { get; set; }

    internal bool Allows(string password, string accountName, IReadOnlyList<string> newestFirst)
    {
        if (RefuseNext > 0)
        {
            RefuseNext--;
            return false;
        }

        return password.Length >= MinimumLength && password.Length <= MaximumLength
            && (!RequiresComplexity || IsComplex(password, accountName))
            && !newestFirst.Take(HistoryLength).Contains(password, StringComparer.Ordinal);
    }

    private static bool IsComplex(string password, string accountName)
    {
        if (accountName.Length > 2 && password.Contains(accountName, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var classes = 0;
        classes += password.Any(char.IsUpper) ? 1 : 0;
        classes += password.Any(char.IsLower) ? 1 : 0;
        classes += password.Any(char.IsAsciiDigit) ? 1 : 0;
        classes += password.Any(c => !char.IsLetterOrDigit(c)) ? 1 : 0;
        classes += password.Any(c => char.IsLetter(c) && !char.IsUpper(c) && !char.IsLower(c)) ? 1 : 0;
        return classes >= 3;
    }
}
