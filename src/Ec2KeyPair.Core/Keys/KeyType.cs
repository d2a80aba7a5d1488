namespace Ec2KeyPair.Core.Keys;

/// <summary>The key types that EC2 key pairs can have (EC2 API Reference, ImportKeyPair and CreateKeyPair).</summary>
public enum KeyType
{
    /// <summary>RSA; EC2's default, and the only type that opens Windows passwords.</summary>
    Rsa,

    /// <summary>Ed25519 (RFC 8032); Linux and macOS instances only.</summary>
    Ed25519,
}
