namespace Ec2KeyPair.Core.Usage;

/// <summary>Who uses a key pair of one Region and account, or a name that is none any more.</summary>
public sealed record KeyPairUsage
{
    /// <summary>How many instances a record names; all of them are counted.</summary>
    public const int MostInstances = 20;

    /// <summary>The AWS profile that it was found with; null when none was named.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The AWS account, <c>123456789012</c>; null when no instance tells it.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The key pair's name.</summary>
    public required string KeyName { get; init; }

    /// <summary>False for a name that is in use and under which EC2 has no key pair any more.</summary>
    public bool Exists { get; init; }

    /// <summary>EC2's id, <c>key-0123456789abcdef0</c>; null when EC2 has no key pair of this name any more.</summary>
    public string? KeyPairId { get; init; }

    /// <summary>EC2's type text, <c>rsa</c> or <c>ed25519</c>.</summary>
    public string? KeyType { get; init; }

    /// <summary>Modulus length in bits for RSA (2048), 256 for Ed25519; null when the public key can't be read.</summary>
    public int? KeySize { get; init; }

    /// <summary>EC2's fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>When EC2 made or imported it, in UTC.</summary>
    public DateTime? CreateTime { get; init; }

    /// <summary>How many instances were launched with it and are still there.</summary>
    public int InstanceCount { get; init; }

    /// <summary>How many of them run or are about to.</summary>
    public int RunningCount { get; init; }

    /// <summary>How many of them are Windows instances.</summary>
    public int WindowsCount { get; init; }

    /// <summary>When the first of them was last started, in UTC.</summary>
    public DateTime? OldestLaunch { get; init; }

    /// <summary>When the last of them was last started, in UTC.</summary>
    public DateTime? NewestLaunch { get; init; }

    /// <summary>The first 20 of them; <c>Get-EC2KeyPairUsage -Instance</c> writes all.</summary>
    public IReadOnlyList<InstanceUsage> Instances { get; init; } = [];

    /// <summary>All of them by Auto Scaling group or by what their names have in common, the largest groups first.</summary>
    public IReadOnlyList<InstanceGroup> Groups { get; init; } = [];

    /// <summary>The launch templates that name it.</summary>
    public IReadOnlyList<LaunchTemplateUse> LaunchTemplates { get; init; } = [];

    /// <summary>The private halves that are on this machine.</summary>
    public IReadOnlyList<PrivateKeyHolding> PrivateKeys { get; init; } = [];

    /// <summary>
    /// What fails when the key pair is deleted from EC2, a sentence each; where there is none any more, what fails already.
    /// Launch configurations are inferred from the instances that they launched; Spot Fleet requests are not asked about.
    /// </summary>
    public IReadOnlyList<string> BreaksIfDeleted { get; init; } = [];

    /// <summary>What deserves a look, the gravest first.</summary>
    public IReadOnlyList<KeyFinding> Findings { get; init; } = [];

    /// <summary>True when the private half is on this machine, known by more than a like name.</summary>
    public bool HasPrivateKey => PrivateKeys.Any(held => held.Evidence != HoldingEvidence.Name);

    /// <summary>True when it is in use and EC2 has no key pair of this name any more.</summary>
    public bool IsOrphaned => !Exists;

    /// <summary>True when neither an instance nor a version of a launch template names it.</summary>
    public bool IsUnused => InstanceCount == 0 && LaunchTemplates.Count == 0;

    /// <summary>The EC2 key name, for texts and for parameters that take strings.</summary>
    public override string ToString() => KeyName;
}
