using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>A line of the journal: how far an instance has come.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="State">How far.</param>
internal sealed record RotationEntry(string InstanceId, RotationState State)
{
    /// <summary>The account; null where it is not told.</summary>
    internal string? UserName { get; init; }

    /// <summary>Why it came no further; null in a journal that was read.</summary>
    internal Ec2KeyPairException? Failure { get; init; }

    /// <summary>The same in words; null where there is nothing to tell.</summary>
    internal string? Reason { get; init; }
}
