using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Windows.ConsoleOutput;

namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// What the launch agents (EC2Launch v2, EC2Launch, EC2Config) write to the console output of a Windows instance, in clear:
/// the administrator's (localized) account name, the RDP certificate, the encrypted password, and that Windows is ready
/// (EC2 User Guide, "EC2Launch v2").
/// </summary>
/// <param name="UserName">The account name, <c>Administrateur</c>; null when the output does not tell.</param>
/// <param name="IsReady">True when the agent has printed "Windows is Ready to use".</param>
/// <param name="RdpCertificateThumbprint">SHA-1 of the RDP certificate, 40 upper-case hexadecimal digits; null when not printed.</param>
public sealed record WindowsConsole(string? UserName, bool IsReady, string? RdpCertificateThumbprint)
{
    private const string ReadyMessage = "Windows is Ready to use";

    // Anybody who can write to the serial port wrote this text, so only forms that Windows itself allows get through.
    private static readonly Regex UserLine = Pattern(
        $"<Username>\\s*(?<value>{WindowsAccountName.Pattern})\\s*</Username>|\\bUsername:[ \\t]*(?<value>{WindowsAccountName.Pattern})[ \\t\\r]*$");

    private static readonly Regex SubjectLine = Pattern(
        "\\bRDPCERTIFICATE-SUBJECTNAME:[ \\t]*(?:CN[ \\t]?=[ \\t]?)?(?<value>[A-Za-z0-9][A-Za-z0-9._-]{0,254})[ \\t\\r]*$");

    private static readonly Regex ThumbprintLine = Pattern("\\bRDPCERTIFICATE-THUMBPRINT:[ \\t]*(?<value>[0-9A-Fa-f]{40})[ \\t\\r]*$");

    /// <summary>Nothing is known.</summary>
    internal static WindowsConsole Silent { get; } = new(null, false, null) { IsEmpty = true };

    /// <summary>True when there is no output at all, or none that could be read.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>True when the output has what is printed while Windows starts: it reaches back to the start.</summary>
    internal bool ShowsStart => UserName is not null || RdpCertificateThumbprint is not null || Password is not null;

    /// <summary>Name of the certificate that the RDP server shows, <c>EC2AMAZ-9FJG5CC</c>; null when not printed.</summary>
    public string? RdpCertificateSubject { get; init; }

    /// <summary>The last password that was printed, encrypted; null when there is none, or it is not whole.</summary>
    internal PasswordBlock? Password { get; init; }

    /// <summary>The last reset that was printed after that password; null when there is none.</summary>
    internal (string Account, DateTime Utc)? Reset { get; init; }

    /// <summary>Reads the console output. Of lines that stand there several times (a reboot), the last counts.</summary>
    public static WindowsConsole Parse(string output)
    {
        if (string.IsNullOrWhiteSpace(output)) return Silent;
        try
        {
            var password = PasswordBlock.FindLast(output);
            var reset = PasswordResetMark.LastIn(output);
            return new WindowsConsole(Last(UserLine, output), output.Contains(ReadyMessage), Last(ThumbprintLine, output)?.ToUpperInvariant())
            {
                RdpCertificateSubject = Last(SubjectLine, output),
                Password = password,
                Reset = reset is { } mark && mark.Index > (password?.Index ?? -1) ? (mark.Account, mark.Utc) : null,
            };
        }
        catch (RegexMatchTimeoutException)
        {
            // 64 KB built to be slow is not what a launch agent prints.
            return Silent;
        }
    }

    private static string? Last(Regex line, string output)
    {
        var matches = line.Matches(output);
        return matches.Count == 0 ? null : matches[matches.Count - 1].Groups["value"].Value;
    }

    private static Regex Pattern(string text) => new(text, RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
