namespace Ec2KeyPair.Core.Keys;

/// <summary>What the form of a fingerprint tells about the key and where it came from.</summary>
public enum FingerprintForm
{
    /// <summary>No form that EC2 or OpenSSH prints.</summary>
    Unknown,

    /// <summary>20 bytes hex: SHA-1 over the private key of an RSA key pair that EC2 created.</summary>
    Ec2CreatedRsa,

    /// <summary>16 bytes hex without prefix: MD5 over the public key of an RSA key pair that was imported.</summary>
    Ec2ImportedRsa,

    /// <summary>32 bytes base64 without prefix: an Ed25519 key pair, created or imported.</summary>
    Ec2Ed25519,

    /// <summary><c>SHA256:</c> and base64: OpenSSH's, of a key of any type.</summary>
    OpenSshSha256,

    /// <summary><c>MD5:</c> and 16 bytes hex: OpenSSH's older form, of a key of any type.</summary>
    OpenSshMd5,
}
