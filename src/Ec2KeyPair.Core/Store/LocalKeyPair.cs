using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Store;

/// <summary>A key pair whose private half is a file on this machine. Holds nothing secret.</summary>
public sealed record LocalKeyPair
{
    /// <summary>The EC2 key name it is kept under; for a file outside the store, the file's name without extension.</summary>
    public required string Name { get; init; }

    /// <summary>RSA or Ed25519.</summary>
    public KeyType? KeyType { get; init; }

    /// <summary>Modulus length in bits for RSA (2048), 256 for Ed25519.</summary>
    public int? KeySize { get; init; }

    /// <summary>How the file is written: <c>OpenSsh</c>, <c>Pkcs1</c> ..., or the public encoding where the file holds a public key only.</summary>
    public required string KeyEncoding { get; init; }

    /// <summary>True when a passphrase is needed to open the private key.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>True when the file holds the private half.</summary>
    public bool HasPrivateKey { get; init; }

    /// <summary>Full path of the key file.</summary>
    public required string Path { get; init; }

    /// <summary>The public half as an OpenSSH line; null when only the passphrase could tell (encrypted PKCS#8).</summary>
    public string? PublicKey { get; init; }

    /// <summary>All the texts by which EC2 and OpenSSH name this key.</summary>
    public KeyFingerprints? Fingerprints { get; init; }

    /// <summary>True when no other account of this machine can read the file.</summary>
    public bool HasPrivateAccessOnly { get; init; }

    /// <summary>Where this module has published the public half.</summary>
    public IReadOnlyList<PublishedKeyPair> PublishedTo { get; init; } = [];

    /// <summary>The folder of the key store that it is kept in; null for a file outside one.</summary>
    public string? StorePath { get; init; }

    /// <summary>The comment in the key file, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>When the key was put into the store, in UTC; null for a file outside it.</summary>
    public DateTime? CreatedUtc { get; init; }

    /// <summary>The EC2 key name, for texts and for parameters that take strings.</summary>
    public override string ToString() => KeyName;

    /// <summary>The encoding of a private key file.</summary>
    internal PrivateKeyEncoding PrivateEncoding =>
        Enum.TryParse<PrivateKeyEncoding>(KeyEncoding, out var encoding) ? encoding : PrivateKeyEncoding.OpenSsh;

    /// <summary>The EC2 key name again, under the name that AWS.Tools cmdlets bind.</summary>
    public string KeyName => Name;
}
