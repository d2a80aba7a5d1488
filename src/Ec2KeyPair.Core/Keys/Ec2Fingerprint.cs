using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys;

/// <summary>Fingerprints as EC2 prints them (EC2 User Guide, "Verify the fingerprint of your key pair").</summary>
/// <remarks>
/// Check with <c>openssl pkcs8 -in K -topk8 -nocrypt -outform DER | openssl sha1 -c</c> (created RSA),
/// <c>openssl rsa -in K -pubout -outform DER | openssl md5 -c</c> (imported RSA), <c>ssh-keygen -l -f K</c> (Ed25519).
/// </remarks>
public static class Ec2Fingerprint
{
    /// <summary>
    /// Of a key pair that EC2 created. RSA: SHA-1 of the private key as unencrypted PKCS#8 DER, 20 bytes hex with
    /// colons. Ed25519: as <see cref="Imported"/>.
    /// </summary>
    public static string Created(PrivateKey key)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        if (key is not RsaPrivateKey) return Imported(key.PublicKey);
        // Our own DER: a platform's export may add attributes, which would change the digest.
        var der = Pkcs8Der.Write(key);
        try
        {
            return FingerprintText.HexWithColons(Digests.Sha1(der));
        }
        finally
        {
            Secret.Clear(der);
        }
    }

    /// <summary>
    /// Of a key pair imported into EC2. RSA: MD5 of the SubjectPublicKeyInfo DER, 16 bytes hex with colons.
    /// Ed25519: SHA-256 of the SSH blob in base64 with padding, without prefix.
    /// </summary>
    public static string Imported(PublicKey key)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        return key.Type == KeyType.Rsa
            ? FingerprintText.HexWithColons(Digests.Md5(key.ToSubjectPublicKeyInfo()))
            : Convert.ToBase64String(Digests.Sha256(key.SshBlob.ToArray()));
    }
}
