namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What shows that a local key and a key pair of EC2 are the same.</summary>
public enum MatchEvidence
{
    /// <summary>Nothing: they differ.</summary>
    None,

    /// <summary>Nothing: EC2 has no key pair of that name.</summary>
    NoKeyPair,

    /// <summary>The public keys are equal.</summary>
    PublicKey,

    /// <summary>The fingerprint of an RSA key pair that EC2 created is the private key's.</summary>
    FingerprintCreated,

    /// <summary>The fingerprint of an imported RSA key pair is the public key's.</summary>
    FingerprintImported,

    /// <summary>The fingerprint of an Ed25519 key pair is the public key's.</summary>
    FingerprintEd25519,
}
