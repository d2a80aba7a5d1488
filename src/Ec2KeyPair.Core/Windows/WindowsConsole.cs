using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// What EC2Launch writes to the console output of a Windows instance, in clear: the administrator's (localized)
/// account name, the RDP certificate, and that Windows is ready (EC2 User Guide, "EC2Launch v2").
/// </summary>
/// <param name="UserName">The account name, <c>Administrateur</c>; null when the output does not tell.</param>
/// <param name="IsReady">True when the agent has printed "Windows is Ready to use".</param>
/// <param name="RdpCertificateThumbprint">SHA-1 of the RDP certificate, 40 upper-case hexadecimal digits; null when not printed.</param>
public sealed record WindowsConsole(string? UserName, bool IsReady, string? RdpCertificateThumbprint)
{
    // Anybody who can write to the serial port wrote this text, so only forms that Windows itself allows get through:
    // an account name has at most 20 characters and none of "/\[]:;|=,+*?<>@ or control characters.
    private const string Forbidden = "\"/\\\\\\[\\]:;|=,+*?<>@\\p{C}";
    private const string AccountName = $"[^\\s{Forbidden}][^{Forbidden}]{{0,19}}?";

    private static readonly Regex UserLine = new(
        $"<Username>\\s*(?<name>{AccountName})\\s*</Username>|\\bUsername:[ \\t]*(?<name>{AccountName})[ \\t\\r]*$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    private static readonly Regex ThumbprintLine = new(
        "RDPCERTIFICATE-THUMBPRINT:\\s*(?<sha1>[0-9A-Fa-f]{40})\\b",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>Reads the console output. Of lines that stand there several times (a reboot), the last counts.</summary>
    public static WindowsConsole Parse(string output)
    {
        output ??= "";
        try
        {
            var user = Last(UserLine.Matches(output));
            var thumbprint = Last(ThumbprintLine.Matches(output));
            return new WindowsConsole(
                user?.Groups["name"].Value.Trim(),
                output.Contains("Windows is Ready to use"),
                thumbprint?.Groups["sha1"].Value.ToUpperInvariant());
        }
        catch (RegexMatchTimeoutException)
        {
            // 64 KB built to be slow is not what EC2Launch prints.
            return new WindowsConsole(null, false, null);
        }
    }

    private static Match? Last(MatchCollection matches) => matches.Count == 0 ? null : matches[matches.Count - 1];
}
