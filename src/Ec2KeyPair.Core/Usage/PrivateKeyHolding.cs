namespace Ec2KeyPair.Core.Usage;

/// <summary>A private half that is on this machine.</summary>
public sealed record PrivateKeyHolding
{
    /// <summary>The name it has here.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the key file.</summary>
    public required string Path { get; init; }

    /// <summary>How the file is written: <c>OpenSsh</c>, <c>Pkcs1</c> ...</summary>
    public required string KeyEncoding { get; init; }

    /// <summary>True when a passphrase is needed to open it.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>True when no other account of this machine can read the file.</summary>
    public bool HasPrivateAccessOnly { get; init; }

    /// <summary>How it is known to be the one.</summary>
    public HoldingEvidence Evidence { get; init; }

    /// <summary>The path: what a list of these shows.</summary>
    public override string ToString() => Path;
}

/// <summary>How a private key is known to be the other half of a key pair.</summary>
public enum HoldingEvidence
{
    /// <summary>Both have the same public key.</summary>
    PublicKey,

    /// <summary>This module published it under the key pair's id.</summary>
    Published,

    /// <summary>Only the names are alike: EC2 has no key pair any more that could be compared.</summary>
    Name,
}
