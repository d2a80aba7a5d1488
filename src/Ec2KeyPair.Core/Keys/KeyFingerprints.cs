namespace Ec2KeyPair.Core.Keys;

/// <summary>The texts by which EC2 and OpenSSH name a key, each exactly as that tool prints it.</summary>
/// <remarks>
/// EC2 User Guide, "Verify the fingerprint of your key pair". EC2's API model says RFC 4716 for imported
/// RSA keys; what EC2 really prints is MD5 over the SubjectPublicKeyInfo, which RFC 4716 is not.
/// </remarks>
public sealed record KeyFingerprints
{
    /// <summary>
    /// Of a key pair that EC2 created. RSA: SHA-1 of the private key's unencrypted PKCS#8 DER, 20 bytes hex with
    /// colons; null where only the public key is known. Ed25519: padded base64 SHA-256 of the SSH public blob.
    /// </summary>
    public string? Ec2Created { get; init; }

    /// <summary>
    /// Of a key pair imported into EC2. RSA: MD5 of the SubjectPublicKeyInfo DER, 16 bytes hex with colons
    /// (<c>6a:49:07:1c:7e:bd:d2:bd:96:25:fe:b5:74:83:ae:fd</c>). Ed25519: as <see cref="Ec2Created"/>.
    /// </summary>
    public required string Ec2Imported { get; init; }

    /// <summary>As <c>ssh-keygen -l</c> prints it: <c>SHA256:</c> and unpadded base64.</summary>
    public required string OpenSshSha256 { get; init; }

    /// <summary>As <c>ssh-keygen -l -E md5</c> prints it: <c>MD5:</c> and 16 bytes hex with colons.</summary>
    public required string OpenSshMd5 { get; init; }

    /// <summary>The texts that a public key alone tells: <see cref="Ec2Created"/> stays null for RSA.</summary>
    public static KeyFingerprints Of(PublicKey key)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        var imported = Ec2Fingerprint.Imported(key);
        return new KeyFingerprints
        {
            Ec2Created = key.Type == KeyType.Rsa ? null : imported,
            Ec2Imported = imported,
            OpenSshSha256 = OpenSshFingerprint.Sha256(key),
            OpenSshMd5 = OpenSshFingerprint.Md5(key),
        };
    }

    /// <summary>All four texts.</summary>
    public static KeyFingerprints Of(PrivateKey key)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        return Of(key.PublicKey) with { Ec2Created = Ec2Fingerprint.Created(key) };
    }

    /// <summary>True when <paramref name="text"/> is one of these, however it is written (see <see cref="FingerprintText"/>).</summary>
    public bool Contains(string text) =>
        FingerprintText.Same(Ec2Created, text) || FingerprintText.Same(Ec2Imported, text)
        || FingerprintText.Same(OpenSshSha256, text) || FingerprintText.Same(OpenSshMd5, text);

    /// <summary>The OpenSSH SHA256 form.</summary>
    public override string ToString() => OpenSshSha256;
}
