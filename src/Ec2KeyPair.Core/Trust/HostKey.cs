using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Trust;

/// <summary>
/// A host's public key as it stands in known_hosts and in <c>/etc/ssh/ssh_host_*_key.pub</c>. There are only whole ones:
/// a key that was cut or altered on its way to us would fit no host.
/// </summary>
public sealed class HostKey : IEquatable<HostKey>
{
    private const int SmallestRsa = 1024; // ssh_config(5), RequiredRSASize
    private const int LargestRsa = 16384; // sshkey.h, SSHBUF_MAX_BIGNUM
    private const int LongestBase64 = 4000;
    private readonly byte[] _blob;

    private HostKey(string keyType, byte[] blob, int bits)
    {
        KeyType = keyType;
        Bits = bits;
        _blob = blob;
        Base64 = Convert.ToBase64String(blob);
    }

    /// <summary>The SSH name of the type: <c>ssh-ed25519</c>, <c>ssh-rsa</c>, <c>ecdsa-sha2-nistp256</c>, <c>-nistp384</c> or <c>-nistp521</c>.</summary>
    public string KeyType { get; }

    /// <summary>Length of the RSA modulus, or of the curve's field; 256 for Ed25519.</summary>
    public int Bits { get; }

    /// <summary>The key as SSH sends it (RFC 4253 section 6.6), in base64.</summary>
    public string Base64 { get; }

    /// <summary>As <c>ssh-keygen -l</c> prints it: <c>SHA256:</c> and 43 characters of base64.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(Digests.Sha256(_blob)).TrimEnd('=');

    /// <summary>As <c>ssh-keygen -l -E md5</c> prints it: <c>MD5:</c> and 16 bytes hex with colons.</summary>
    public string FingerprintMd5 => "MD5:" + FingerprintText.HexWithColons(Digests.Md5(_blob));

    /// <summary>Reads a key.</summary>
    /// <param name="keyType">The SSH name that stands before it.</param>
    /// <param name="base64">The key in base64.</param>
    /// <returns>The key; null when it is none, not whole, or of a type that no host is trusted by.</returns>
    public static HostKey? TryRead(string keyType, string base64)
    {
        if (base64.Length > LongestBase64) return null;
        try
        {
            var key = TryRead(Convert.FromBase64String(base64));
            return key?.KeyType == keyType ? key : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads a line of <c>ssh_host_*_key.pub</c> or of Get-EC2HostKey: type, base64, and whatever follows.</summary>
    public static HostKey? TryReadLine(string line)
    {
        var words = line.Trim().Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? null : TryRead(words[0], words[1]);
    }

    /// <summary>Reads the key as SSH sends it; null as in the other readers.</summary>
    internal static HostKey? TryRead(byte[] blob)
    {
        try
        {
            var reader = new SshReader(blob);
            var name = reader.ReadName();
            var bits = Length(name, ref reader);
            reader.RequireEnd("the host key");
            return bits == 0 ? null : new HostKey(name, blob, bits);
        }
        catch (Ec2KeyPairException)
        {
            return null;
        }
    }

    /// <summary>The key without a comment, as a line of a .pub file.</summary>
    public override string ToString() => KeyType + " " + Base64;

    /// <inheritdoc/>
    public bool Equals(HostKey? other) => other is not null && Base64 == other.Base64;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HostKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Base64);

    private static int Length(string name, ref SshReader reader)
    {
        switch (name)
        {
            case SshNames.Ed25519:
                return reader.ReadString().Length == Ed25519PrivateKey.SeedSize ? 256 : 0;
            case SshNames.Rsa:
                reader.ReadPositive();
                var bits = Big.BitLength(reader.ReadPositive());
                return bits is >= SmallestRsa and <= LargestRsa ? bits : 0;
            case "ecdsa-sha2-nistp256":
                return OnCurve("nistp256", 256, ref reader);
            case "ecdsa-sha2-nistp384":
                return OnCurve("nistp384", 384, ref reader);
            case "ecdsa-sha2-nistp521":
                return OnCurve("nistp521", 521, ref reader);
            default:
                return 0; // DSA, which OpenSSH takes no longer, certificates, and what is yet to come.
        }
    }

    // RFC 5656 section 3.1: the curve's name again, and an uncompressed point.
    private static int OnCurve(string curve, int bits, ref SshReader reader)
    {
        if (reader.ReadName() != curve) return 0;
        var point = reader.ReadString();
        return point.Length == 1 + (2 * ((bits + 7) / 8)) && point[0] == 4 ? bits : 0;
    }
}
