namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Whether a local key is the one that EC2 has, and how that is known.</summary>
public sealed record KeyPairMatch
{
    /// <summary>The local key's name.</summary>
    public required string Name { get; init; }

    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The name EC2 was asked for.</summary>
    public string? KeyName { get; init; }

    /// <summary>Id of the key pair in EC2; null when this Region has none.</summary>
    public string? KeyPairId { get; init; }

    /// <summary>The instance whose launch key was compared; null when none was asked for.</summary>
    public string? InstanceId { get; init; }

    /// <summary>True when both are the same key.</summary>
    public bool IsMatch { get; init; }

    /// <summary>How that is known.</summary>
    public MatchEvidence Evidence { get; init; }

    /// <summary>EC2's fingerprint.</summary>
    public string? Ec2Fingerprint { get; init; }

    /// <summary>The local key's fingerprint, in the form that EC2's has.</summary>
    public string? LocalFingerprint { get; init; }

    /// <summary>The instance's id, else the EC2 key name, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId ?? KeyName ?? Name;
}
