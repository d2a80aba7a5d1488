using System.Globalization;
using System.Text.RegularExpressions;

namespace Ec2KeyPair.Core.Trust.Evidence;

/// <summary>
/// A line of <c>ssh-keygen -l</c>: <c>256 SHA256:l4UB/neB... no comment (ECDSA)</c>, and of OpenSSH up to 6.7
/// <c>2048 f1:40:a7:... /etc/ssh/ssh_host_rsa_key.pub (RSA)</c>.
/// </summary>
internal static class FingerprintLine
{
    private static readonly Regex Form = new(
        "^(?<bits>\\d{3,5}) (?:SHA256:(?<sha256>[A-Za-z0-9+/]{43})=?|(?:MD5:)?(?<md5>(?:[0-9a-f]{2}:){15}[0-9a-f]{2})) .*\\((?<type>ED25519|ECDSA|RSA)\\)$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    /// <summary>The fingerprint; null when the line is none, or one of a DSA key, which no host is trusted by.</summary>
    /// <exception cref="RegexMatchTimeoutException">The line was built to be slow.</exception>
    internal static HostKeyFingerprint? TryRead(string line)
    {
        var match = Form.Match(line);
        if (!match.Success) return null;
        var bits = int.Parse(match.Groups["bits"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        if (SshName(match.Groups["type"].Value, bits) is not { } keyType) return null;
        var text = match.Groups["md5"] is { Success: true } md5 ? "MD5:" + md5.Value : "SHA256:" + match.Groups["sha256"].Value;
        return new HostKeyFingerprint(keyType, bits, text);
    }

    private static string? SshName(string type, int bits) => (type, bits) switch
    {
        ("ED25519", 256) => "ssh-ed25519",
        ("RSA", _) => "ssh-rsa",
        ("ECDSA", 256) => "ecdsa-sha2-nistp256",
        ("ECDSA", 384) => "ecdsa-sha2-nistp384",
        ("ECDSA", 521) => "ecdsa-sha2-nistp521",
        _ => null,
    };
}
