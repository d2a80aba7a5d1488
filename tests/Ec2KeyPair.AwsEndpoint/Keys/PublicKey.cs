using System.Security.Cryptography;
using System.Text;

namespace Ec2KeyPair.AwsEndpoint.Keys;

/// <summary>A public key in the forms EC2 deals in.</summary>
public sealed class PublicKey
{
    private PublicKey(string type, byte[] blob, RSAParameters? rsa)
    {
        Type = type;
        Blob = blob;
        Rsa = rsa;
    }

    /// <summary>"rsa" or "ed25519", as DescribeKeyPairs spells them.</summary>
    public string Type { get; }

    /// <summary>The SSH public key blob (RFC 4253 section 6.6).</summary>
    public byte[] Blob { get; }

    public RSAParameters? Rsa { get; }

    public int Bits => Rsa is { } rsa ? BitLength(rsa.Modulus!) : 256;

    public string OpenSshType => Type == "rsa" ? "ssh-rsa" : "ssh-ed25519";

    /// <summary>What EC2 shows for an imported key: MD5 over the SubjectPublicKeyInfo for RSA, SHA-256 over the blob for ED25519.</summary>
    public string ImportedFingerprint()
    {
        if (Rsa is not { } parameters)
        {
            return Convert.ToBase64String(SHA256.HashData(Blob));
        }

        using var rsa = RSA.Create(parameters);
        return Colons(MD5.HashData(rsa.ExportSubjectPublicKeyInfo()));
    }

    public string OpenSshLine(string comment) =>
        $"{OpenSshType} {Convert.ToBase64String(Blob)}{(comment.Length > 0 ? " " + comment : "")}";

    public static string Colons(byte[] digest) => string.Join(':', digest.Select(b => b.ToString("x2", null)));

    public static PublicKey FromRsa(RSAParameters parameters)
    {
        byte[] blob = [.. SshWire.Field("ssh-rsa"), .. SshWire.Number(parameters.Exponent), .. SshWire.Number(parameters.Modulus)];
        return new PublicKey("rsa", blob, new RSAParameters { Modulus = parameters.Modulus, Exponent = parameters.Exponent });
    }

    /// <summary>Reads what ImportKeyPair takes: an OpenSSH line, and for RSA also RFC 4716 or base64 of a DER SubjectPublicKeyInfo.</summary>
    public static PublicKey? TryParse(byte[] material, out string comment)
    {
        comment = "";
        var text = Encoding.UTF8.GetString(material).Trim();
        if (text.StartsWith("---- BEGIN SSH2 PUBLIC KEY ----", StringComparison.Ordinal))
        {
            return FromBlob(Rfc4716Body(text)) is { Type: "rsa" } rsa ? rsa : null;
        }

        var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 2 && words[0] is "ssh-rsa" or "ssh-ed25519")
        {
            comment = words.Length > 2 ? words[2].Split('\n')[0].Trim() : "";
            return FromBlob(words[1]) is { } key && key.OpenSshType == words[0] ? key : null;
        }

        return FromSpki(material, text);
    }

    private static PublicKey? FromSpki(byte[] material, string text)
    {
        var der = material;
        if (material is not [0x30, ..])
        {
            var buffer = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, buffer, out var written))
            {
                return null;
            }

            der = buffer[..written];
        }

        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(der, out var read);
            return read == der.Length ? FromRsa(rsa.ExportParameters(false)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Rfc4716Body(string text)
    {
        var body = new StringBuilder();
        var inHeader = false;
        foreach (var raw in text.Split('\n').Skip(1))
        {
            var line = raw.TrimEnd('\r');
            if (line.StartsWith("---- END", StringComparison.Ordinal))
            {
                break;
            }

            var isHeader = inHeader || line.Contains(':', StringComparison.Ordinal);
            inHeader = isHeader && line.EndsWith('\\');
            if (!isHeader)
            {
                body.Append(line.Trim());
            }
        }

        return body.ToString();
    }

    private static PublicKey? FromBlob(string base64)
    {
        var buffer = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, buffer, out var length))
        {
            return null;
        }

        var blob = buffer[..length];
        ReadOnlySpan<byte> rest = blob;
        if (!SshWire.TryRead(ref rest, out var type))
        {
            return null;
        }

        if (type.SequenceEqual("ssh-ed25519"u8))
        {
            return SshWire.TryRead(ref rest, out var point) && point.Length == 32 && rest.IsEmpty ? new PublicKey("ed25519", blob, null) : null;
        }

        if (!type.SequenceEqual("ssh-rsa"u8) || !SshWire.TryRead(ref rest, out var exponent) || !SshWire.TryRead(ref rest, out var modulus)
            || !rest.IsEmpty || exponent.IsEmpty || modulus.IsEmpty)
        {
            return null;
        }

        var rsa = new RSAParameters { Exponent = exponent.TrimStart((byte)0).ToArray(), Modulus = modulus.TrimStart((byte)0).ToArray() };
        return new PublicKey("rsa", blob, rsa);
    }

    private static int BitLength(byte[] modulus) => (modulus.Length * 8) - System.Numerics.BitOperations.LeadingZeroCount((uint)modulus[0] << 24);
}
