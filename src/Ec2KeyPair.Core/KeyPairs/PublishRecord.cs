namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What publishing one local key pair to one Region came to.</summary>
public sealed record PublishRecord
{
    /// <summary>The key's name.</summary>
    public required string Name { get; init; }

    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Created, AlreadyThere, or Conflict when EC2 has another key of that name: then nothing was changed.</summary>
    public PublishOutcome Outcome { get; init; }

    /// <summary>Id of what EC2 has under the name.</summary>
    public string? KeyPairId { get; init; }

    /// <summary>Fingerprint of what EC2 has under the name, as EC2 prints it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The name again, under the name that AWS.Tools cmdlets bind.</summary>
    public string KeyName => Name;

    /// <summary>The EC2 key name, for texts and for parameters that take strings.</summary>
    public override string ToString() => KeyName;
}
