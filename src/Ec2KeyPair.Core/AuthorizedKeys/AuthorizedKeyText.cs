using System.Text.RegularExpressions;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>
/// A public key as it stands in authorized_keys (sshd(8), AUTHORIZED_KEYS FILE FORMAT). Of any type that sshd takes, also
/// such as EC2 has no key pairs of. Two are the same key when their blobs are; options and comments don't matter.
/// </summary>
public sealed record AuthorizedKeyText
{
    private const int LongestBase64 = 6000; // RSA of 16,384 bits, OpenSSH's limit, has 2,800.
    private const int LongestComment = 1000;
    private static readonly Regex TypeForm = new(@"\A[a-z0-9][a-z0-9@.-]{0,63}\z", RegexOptions.CultureInvariant);
    private static readonly string[] Types =
    [
        SshNames.Ed25519, SshNames.Rsa, "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-dss",
    ];

    // sshd takes the names of an RSA key's signatures for the key's own (sshkey_read of OpenSSH's sshkey.c).
    private static readonly string[] RsaSignatures = [SignatureNames.RsaSha256, SignatureNames.RsaSha512];

    private AuthorizedKeyText(string options, string keyType, string base64, string comment) =>
        (Options, KeyType, Base64, Comment) = (options, keyType, base64, comment);

    /// <summary>What stands before the key, <c>from="10.0.0.0/8",no-pty</c>; empty for nothing.</summary>
    public string Options { get; }

    /// <summary>The SSH name of the type, <c>ssh-ed25519</c>.</summary>
    public string KeyType { get; }

    /// <summary>The key as SSH sends it, in base64.</summary>
    public string Base64 { get; }

    /// <summary>What stands after the key; anybody's text.</summary>
    public string Comment { get; }

    /// <summary>As <c>ssh-keygen -l</c> prints it: <c>SHA256:</c> and 43 characters of base64.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(Digests.Sha256(Convert.FromBase64String(Base64))).TrimEnd('=');

    /// <summary>Type, key and comment, printable ASCII in one line: what is written to a file.</summary>
    public string Line => KeyType + " " + Base64 + (KeyText.PrintableAscii(Comment).Trim() is { Length: > 0 } comment ? " " + comment : "");

    /// <summary>A key of this module.</summary>
    public static AuthorizedKeyText Of(PublicKey key, string? comment) =>
        new("", key.SshName, Convert.ToBase64String(key.SshBlob.ToArray()), comment ?? "");

    /// <summary>Reads a line that a person gives: a key with or without a comment, and no options.</summary>
    /// <exception cref="Ec2KeyPairException">KeyFileCorrupt, or KeyTypeUnsupported: DSA.</exception>
    public static AuthorizedKeyText Parse(string line)
    {
        var key = TryRead(line.Trim());
        if (key is null || key.Options.Length > 0)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.KeyFileCorrupt,
                $"'{Printable.Text(line)}' is no public key as it stands in id_ed25519.pub{(key is null ? "" : ": there are options before it")}.",
                line,
                "Give the type and the key: ssh-ed25519 AAAA...");
        }

        return key.KeyType == "ssh-dss"
            ? throw new Ec2KeyPairException(ErrorCondition.KeyTypeUnsupported, "sshd takes no DSA keys any more (OpenSSH 7.0 and later).", line)
            : key;
    }

    /// <summary>Reads a line as sshd does; null when it holds no key.</summary>
    internal static AuthorizedKeyText? TryRead(string line)
    {
        line = line.TrimStart(' ', '\t').TrimEnd('\r', '\n');
        if (line.Length == 0 || line[0] == '#') return null;
        if (TryRead("", line) is { } plain) return plain;
        var end = EndOfOptions(line);
        return end < line.Length ? TryRead(line.Substring(0, end), line.Substring(end).TrimStart(' ', '\t')) : null;
    }

    /// <inheritdoc/>
    public bool Equals(AuthorizedKeyText? other) => other is not null && Base64 == other.Base64;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Base64);

    private static AuthorizedKeyText? TryRead(string options, string rest)
    {
        var words = rest.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !TypeForm.IsMatch(words[0]) || words[1].Length > LongestBase64) return null;
        var type = RsaSignatures.Contains(words[0]) ? SshNames.Rsa : words[0];
        if (!Types.Contains(type)) return null;
        try
        {
            var blob = Convert.FromBase64String(words[1]);
            if (new SshReader(blob).ReadName() != type || Convert.ToBase64String(blob) != words[1]) return null;
        }
        catch (Exception e) when (e is FormatException or Ec2KeyPairException)
        {
            return null;
        }

        var comment = words.Length < 3 ? "" : words[2].Trim();
        return new AuthorizedKeyText(options, type, words[1], comment.Length > LongestComment ? comment.Substring(0, LongestComment) : comment);
    }

    // The first blank outside quotes, as sshkey_advance_past_options of OpenSSH's authfile.c finds it.
    private static int EndOfOptions(string line)
    {
        var isQuoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] == '"') at++;
            else if (line[at] == '"') isQuoted = !isQuoted;
            else if (!isQuoted && line[at] is ' ' or '\t') return at;
        }

        return line.Length;
    }
}
