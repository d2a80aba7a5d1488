using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys;

/// <summary>Fingerprints as <c>ssh-keygen -l</c> prints them: digests of the SSH public blob.</summary>
public static class OpenSshFingerprint
{
    /// <summary><c>SHA256:</c> and 43 characters of base64 without padding.</summary>
    public static string Sha256(PublicKey key) =>
        "SHA256:" + Convert.ToBase64String(Digests.Sha256(Blob(key))).TrimEnd('=');

    /// <summary><c>MD5:</c> and 16 bytes hex with colons.</summary>
    public static string Md5(PublicKey key) => "MD5:" + FingerprintText.HexWithColons(Digests.Md5(Blob(key)));

    private static byte[] Blob(PublicKey key) => (key ?? throw new ArgumentNullException(nameof(key))).SshBlob.ToArray();
}
