namespace Ec2KeyPair.Core.Ec2;

/// <summary>A key pair as EC2 describes it (EC2 API Reference, KeyPairInfo).</summary>
public sealed record Ec2KeyPairInfo
{
    /// <summary>The name, unique in its Region and account.</summary>
    public required string KeyName { get; init; }

    /// <summary>EC2's id, <c>key-0123456789abcdef0</c>.</summary>
    public string? KeyPairId { get; init; }

    /// <summary>EC2's type text, <c>rsa</c> or <c>ed25519</c>.</summary>
    public string? KeyType { get; init; }

    /// <summary>EC2's fingerprint; its form tells how the key pair came about.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>When EC2 made or imported it, in UTC; null for key pairs of before EC2 noted that.</summary>
    public DateTime? CreateTime { get; init; }

    /// <summary>The public half as an OpenSSH line; null when it was not asked for.</summary>
    public string? PublicKey { get; init; }
}
