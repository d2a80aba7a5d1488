namespace Ec2KeyPair.Core.Keys;

/// <summary>What a key file tells without its passphrase.</summary>
public sealed record KeyFileInfo
{
    /// <summary>How the private key is written; null for a file that holds a public key only.</summary>
    public PrivateKeyEncoding? PrivateEncoding { get; init; }

    /// <summary>How the public key is written; null for a private key file.</summary>
    public PublicKeyEncoding? PublicEncoding { get; init; }

    /// <summary>True when the private key takes a passphrase to open.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Cipher and key derivation in the file's own words, <c>aes256-ctr/bcrypt</c>; null when not encrypted.</summary>
    public string? Cipher { get; init; }

    /// <summary>The comment; null when there is none or only the passphrase could tell.</summary>
    public string? Comment { get; init; }

    /// <summary>The public key; null when only the passphrase could tell (encrypted PKCS#8 and PKCS#1).</summary>
    public PublicKey? PublicKey { get; init; }
}
