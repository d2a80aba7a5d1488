namespace Ec2KeyPair.Core.Usage;

/// <summary>What deserves a look in the use of a key pair, the gravest first.</summary>
public enum KeyFinding
{
    /// <summary>It is in use and EC2 has no key pair of this name any more: launches that name it fail.</summary>
    Orphaned,

    /// <summary>RSA with less than 2,048 bits.</summary>
    WeakKey,

    /// <summary>Others than its owner can read the file of the private half.</summary>
    PrivateKeyExposed,

    /// <summary>ED25519 and used by Windows instances, which can have no password data then.</summary>
    Ed25519OnWindows,

    /// <summary>The private half is kept here without a passphrase.</summary>
    PrivateKeyUnencrypted,

    /// <summary>The private half is kept in an outdated encoding: PuTTY's version 2, or PEM encrypted in OpenSSL's old way.</summary>
    OldKeyFormat,

    /// <summary>More instances share it than is good.</summary>
    WidelyShared,

    /// <summary>It is older than is good.</summary>
    Old,

    /// <summary>It is in use, and no private half is here.</summary>
    NoPrivateKeyHere,

    /// <summary>Nothing uses it.</summary>
    Unused,
}
