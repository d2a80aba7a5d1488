using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>A line of the journal: how far an instance has come.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="State">How far.</param>
internal sealed record RotationEntry(string InstanceId, RotationState State)
{
    /// <summary>The new key was put there by this rotation, or may have been: it was about to.</summary>
    internal bool IsOurs { get; init; }

    /// <summary>The new key has opened it: since then the old one may be gone, and the new one is never taken away again.</summary>
    internal bool IsProven { get; init; }

    /// <summary>The old key was there: the server took it, or it was removed.</summary>
    internal bool HadOld { get; init; }

    /// <summary>The account; null where it is not told.</summary>
    internal string? UserName { get; init; }

    /// <summary>Why it came no further; null in a journal that was read.</summary>
    internal Ec2KeyPairException? Failure { get; init; }

    /// <summary>The same in words; null where there is nothing to tell.</summary>
    internal string? Reason { get; init; }

    /// <summary>The same instance, come to a state; what is known of its keys stays known.</summary>
    internal RotationEntry At(RotationState state, Ec2KeyPairException? failure = null) =>
        new(InstanceId, state) { IsOurs = IsOurs, IsProven = IsProven, HadOld = HadOld, Failure = failure };
}
