namespace Ec2KeyPair.Core.Rotation;

/// <summary>What became of the key of one instance.</summary>
public sealed record KeyRotationResult
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The account whose key was changed; null where it was not found out.</summary>
    public string? UserName { get; init; }

    /// <summary>How far it came.</summary>
    public required RotationState State { get; init; }

    /// <summary>Why it came no further; null when it is done.</summary>
    public string? Reason { get; init; }

    /// <summary>The old key, as <c>ssh-keygen -l</c> prints it; null where it was not found out.</summary>
    public string? OldFingerprint { get; init; }

    /// <summary>The new key, as <c>ssh-keygen -l</c> prints it.</summary>
    public required string NewFingerprint { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
