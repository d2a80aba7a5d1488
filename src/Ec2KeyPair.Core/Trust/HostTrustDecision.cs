namespace Ec2KeyPair.Core.Trust;

/// <summary>How strictly ssh checks the host key, and why.</summary>
/// <param name="StrictHostKeyChecking"><c>yes</c>, <c>accept-new</c> or <c>ask</c>.</param>
/// <param name="Evidence">One clause for -Verbose.</param>
/// <param name="ToVerify">
/// Fingerprints, of which the key that the host shows has to have one, before ssh is started; empty where the keys
/// themselves are pinned, or nothing is known.
/// </param>
public sealed record HostTrustDecision(string StrictHostKeyChecking, string Evidence, IReadOnlyList<HostKeyFingerprint> ToVerify)
{
    /// <summary>True when ssh shows the fingerprint to a person and asks.</summary>
    public bool Asks => StrictHostKeyChecking == "ask";

    /// <summary>True when the first key seen is to be taken.</summary>
    public bool TakesFirst => StrictHostKeyChecking == "accept-new";
}
