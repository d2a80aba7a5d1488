using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What kind of key pair is wanted.</summary>
public sealed record NewKeyPairRequest
{
    /// <summary>The EC2 key name.</summary>
    public required string Name { get; init; }

    /// <summary>RSA or Ed25519.</summary>
    public KeyType KeyType { get; init; }

    /// <summary>Bits of an RSA modulus, 2048 or 4096.</summary>
    public int RsaSize { get; init; } = 2048;

    /// <summary>True when the user asked for this type and size, so that an existing key of another is an error.</summary>
    public bool IsTypeRequired { get; init; }

    /// <summary>How the private half is written; null for what EC2 would hand out, or OpenSSH's when there is a passphrase.</summary>
    public PrivateKeyEncoding? Encoding { get; init; }

    /// <summary>Encrypts the private half; null or empty leaves it unencrypted.</summary>
    public Passphrase? Passphrase { get; init; }

    /// <summary>The comment in the key file.</summary>
    public string? Comment { get; init; }

    /// <summary>Tags of the key pairs that are made in EC2.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal PrivateKeyEncoding ActualEncoding => Encoding
        ?? (KeyType == KeyType.Ed25519 || Passphrase is { IsEmpty: false } ? PrivateKeyEncoding.OpenSsh : PrivateKeyEncoding.Pkcs1);
}
