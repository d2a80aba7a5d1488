using System.Text;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys;

/// <summary>A public key. Two are equal when their SSH blobs are: comments and encodings don't matter.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    private readonly byte[] _sshBlob;

    private PublicKey(KeyType type, int size, byte[] sshBlob, byte[] first, byte[] second)
    {
        Type = type;
        Size = size;
        _sshBlob = sshBlob;
        Number = first;
        Exponent = second;
    }

    /// <summary>RSA or Ed25519.</summary>
    public KeyType Type { get; }

    /// <summary>Modulus length in bits for RSA (2048), 256 for Ed25519.</summary>
    public int Size { get; }

    /// <summary>The key as SSH sends it (RFC 4253 section 6.6; RFC 8709 section 4): what fingerprints are taken over.</summary>
    public ReadOnlyMemory<byte> SshBlob => (byte[])_sshBlob.Clone();

    /// <summary>The SSH name of the type, <c>ssh-rsa</c> or <c>ssh-ed25519</c>.</summary>
    public string SshName => Type == KeyType.Rsa ? SshNames.Rsa : SshNames.Ed25519;

    /// <summary>The RSA modulus without leading zeros, or the 32 bytes of the Ed25519 point.</summary>
    internal byte[] Number { get; }

    /// <summary>The RSA public exponent without leading zeros; empty for Ed25519.</summary>
    internal byte[] Exponent { get; }

    /// <summary>One line as in <c>id_ed25519.pub</c>, without line end: <c>ssh-ed25519 AAAA... web</c>.</summary>
    /// <param name="comment">Characters outside printable ASCII become <c>?</c>: a line end in a comment would
    /// otherwise add a second line to authorized_keys.</param>
    public string ToOpenSshLine(string? comment = null)
    {
        var line = SshName + " " + Convert.ToBase64String(_sshBlob);
        var clean = KeyText.PrintableAscii(comment).Trim();
        return clean.Length == 0 ? line : line + " " + clean;
    }

    /// <summary>SubjectPublicKeyInfo in DER (RFC 5280 section 4.1.2.7; RFC 8410 for Ed25519).</summary>
    public byte[] ToSubjectPublicKeyInfo() => SpkiDer.Write(this);

    /// <summary>The key's names in EC2 and OpenSSH; the created-RSA one needs the private key.</summary>
    public KeyFingerprints Fingerprints => KeyFingerprints.Of(this);

    /// <summary>Reads an SSH blob and requires it to be canonical.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyFileCorrupt, or KeyTypeUnsupported with the type's name.</exception>
    internal static PublicKey FromSshBlob(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        var name = reader.ReadName();
        PublicKey key;
        switch (name)
        {
            case SshNames.Rsa:
                var exponent = reader.ReadPositive();
                key = FromRsa(reader.ReadPositive(), exponent);
                break;
            case SshNames.Ed25519:
                key = FromEd25519(reader.ReadString());
                break;
            default:
                throw SshNames.Refuse(name);
        }
        reader.RequireEnd("the public key");
        return key;
    }

    internal static PublicKey FromRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        RsaParameterCheck.CheckPublic(modulus, exponent);
        modulus = Big.Trim(modulus);
        exponent = Big.Trim(exponent);
        using var writer = new SshWriter();
        writer.WriteString(SshNames.Rsa);
        writer.WritePositive(exponent);
        writer.WritePositive(modulus);
        return new PublicKey(
            KeyType.Rsa, Big.BitLength(modulus), writer.ToArray(), modulus.ToArray(), exponent.ToArray());
    }

    internal static PublicKey FromEd25519(ReadOnlySpan<byte> point)
    {
        if (point.Length != Ed25519PrivateKey.SeedSize)
            throw KeyErrors.Corrupt($"an Ed25519 public key has 32 bytes, not {point.Length}");
        using var writer = new SshWriter();
        writer.WriteString(SshNames.Ed25519);
        writer.WriteString(point);
        return new PublicKey(KeyType.Ed25519, 256, writer.ToArray(), point.ToArray(), []);
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) => other is not null && _sshBlob.AsSpan().SequenceEqual(other._sshBlob);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // The last bytes: the first ones are the type's name and alike in all keys.
        var end = _sshBlob.Length;
        return _sshBlob[end - 4] << 24 | _sshBlob[end - 3] << 16 | _sshBlob[end - 2] << 8 | _sshBlob[end - 1];
    }

    /// <summary>Equality of the SSH blobs.</summary>
    public static bool operator ==(PublicKey? left, PublicKey? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality of the SSH blobs.</summary>
    public static bool operator !=(PublicKey? left, PublicKey? right) => !(left == right);

    /// <summary>Type, size and fingerprint: <c>Rsa 2048 SHA256:...</c>.</summary>
    public override string ToString() => $"{Type} {Size} {OpenSshFingerprint.Sha256(this)}";
}
