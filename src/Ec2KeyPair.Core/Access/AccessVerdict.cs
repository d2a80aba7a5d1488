namespace Ec2KeyPair.Core.Access;

/// <summary>What a check came to.</summary>
public enum AccessVerdict
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>It does not hold: this closes the way.</summary>
    Failed,

    /// <summary>It could not be found out: not permitted, too slow, or known to AWS alone.</summary>
    Unknown,
}
