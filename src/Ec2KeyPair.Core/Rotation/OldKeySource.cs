namespace Ec2KeyPair.Core.Rotation;

/// <summary>What gives the old key to the instances that it launches.</summary>
public sealed record OldKeySource
{
    /// <summary><c>LaunchTemplate</c> or <c>AutoScalingGroup</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The template's id, <c>lt-0123456789abcdef0</c>; the group's name.</summary>
    public required string Id { get; init; }

    /// <summary>The template's name; null for groups.</summary>
    public string? Name { get; init; }

    /// <summary>The old key pair's name there.</summary>
    public required string KeyName { get; init; }

    /// <summary>The versions that have it: <c>$Default 3</c>, <c>$Latest 5</c>.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    /// <summary>The version made in place of it; null where none was.</summary>
    public long? NewVersion { get; init; }

    /// <summary>It launches with the new key now.</summary>
    public bool IsRenewed { get; init; }

    /// <summary>Why not, or what is left to be done; null for nothing.</summary>
    public string? Note { get; init; }
}
