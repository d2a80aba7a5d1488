using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// The form of a local Windows account name: at most 20 characters, none of <c>"/\[]:;|=,+*?&lt;&gt;@</c>, no control
/// character, no blank at either end (Microsoft Learn, "NetUserAdd" and "Local Accounts").
/// </summary>
/// <remarks>Names come from console output, command output and people: whoever shows one or passes one on checks it here first.</remarks>
public static class WindowsAccountName
{
    private const string Forbidden = "\"/\\\\\\[\\]:;|=,+*?<>@\\p{C}\\p{Zl}\\p{Zp}";

    /// <summary>The form as part of a regular expression; it does not say where the name ends.</summary>
    internal const string Pattern = $"[^\\s{Forbidden}](?:[^{Forbidden}]{{0,18}}[^\\s{Forbidden}])?";

    private static readonly Regex Form = new($"\\A{Pattern}\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>True when Windows could have an account of this name.</summary>
    public static bool IsValid(string? name) => name is not null && name.Trim('.').Length > 0 && Form.IsMatch(name);
}
