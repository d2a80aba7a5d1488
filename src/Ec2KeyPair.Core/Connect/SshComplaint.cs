using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Why ssh gave up, in the words it has for it.</summary>
public enum SshRefusal
{
    /// <summary>Something else, or it did not say.</summary>
    Other,

    /// <summary>The host shows another key than the one that is known for it.</summary>
    HostKey,

    /// <summary>The host shows a key that is marked @revoked.</summary>
    RevokedHostKey,

    /// <summary>The host is the right one and lets this account in with none of the keys.</summary>
    Login,
}

/// <summary>What ssh writes to standard error before it ends with exit code 255 (OpenSSH, sshconnect.c and sshconnect2.c; never translated).</summary>
/// <param name="Refusal">What it gave up for.</param>
/// <param name="ShownFingerprint">The fingerprint of the key that the host shows, <c>SHA256:...</c>; null when ssh does not say it.</param>
public sealed record SshComplaint(SshRefusal Refusal, string? ShownFingerprint)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Regex Shown = new(
        "key sent by the remote host is\\s+(?<print>SHA256:[A-Za-z0-9+/]{43})", RegexOptions.CultureInvariant, Patience);

    private static readonly Regex LoginRefused = new(
        "^\\S{1,400}: Permission denied \\([a-z0-9@.,-]{0,200}\\)\\.$", RegexOptions.CultureInvariant, Patience);

    /// <summary>Reads the end of standard error.</summary>
    /// <remarks>
    /// ssh's reason is its last line: before it stands what the remote side wrote, and what a jump host's ssh complained
    /// of. The remote side may still be made to mislead, so a reason here is a hint for a message and decides nothing.
    /// </remarks>
    public static SshComplaint Read(string standardError)
    {
        try
        {
            var lines = standardError.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
            var shown = Shown.Match(standardError);
            return new(RefusalOf(lines), shown.Success ? shown.Groups["print"].Value : null);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(SshRefusal.Other, null);
        }
    }

    private static SshRefusal RefusalOf(List<string> lines)
    {
        var last = lines.Count == 0 ? "" : lines[lines.Count - 1];
        if (last == "Host key verification failed.")
        {
            return lines.Exists(line => line.Contains("REVOKED HOST KEY DETECTED")) ? SshRefusal.RevokedHostKey : SshRefusal.HostKey;
        }

        // The server's words, and then ssh's "Disconnected from ...".
        var isTired = lines.Skip(lines.Count - 2).Any(line => line.EndsWith(": Too many authentication failures", StringComparison.Ordinal));
        return isTired || LoginRefused.IsMatch(last) ? SshRefusal.Login : SshRefusal.Other;
    }
}
