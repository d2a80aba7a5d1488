using Ec2KeyPair.Core.Concurrency;

namespace Ec2KeyPair.Core.AuthorizedKeys;

/// <summary>How fast, and how far, work on a fleet goes.</summary>
/// <param name="ThrottleLimit">Instances at once, where <see cref="MaxConcurrency"/> says nothing.</param>
public sealed record KeyWorkLimits(int ThrottleLimit)
{
    /// <summary>Instances at once; null for the throttle limit.</summary>
    public FleetLimit? MaxConcurrency { get; init; }

    /// <summary>After more failures than these nothing is begun any more; null to go on whatever fails.</summary>
    public FleetLimit? MaxErrors { get; init; }

    /// <summary>Instances at once, of a fleet of this size: at least one.</summary>
    internal int Concurrency(int total) => Math.Max(1, MaxConcurrency?.Of(total, roundsUp: true) ?? ThrottleLimit);

    /// <summary>How many may fail, of a fleet of this size.</summary>
    internal int Errors(int total) => MaxErrors?.Of(total, roundsUp: false) ?? int.MaxValue;
}
