namespace Ec2KeyPair.Core.Trust;

/// <summary>What to do about a host key, or an RDP server's certificate, before the first byte is sent under it.</summary>
public enum HostKeyPolicy
{
    /// <summary>
    /// Verified where the console output tells the host's keys; else trust on first use where a person can look at
    /// the fingerprint; else refuse.
    /// </summary>
    Default,

    /// <summary>Only a host key that the console output tells, or that is pinned and was not merely the first one seen.</summary>
    Verified,

    /// <summary>
    /// Where nothing tells the host's key: take the first one seen, say its fingerprint, and pin it under the instance
    /// id; a later change is refused.
    /// </summary>
    TrustOnFirstUse,

    /// <summary>Refuse every host key that is not pinned already; nothing is looked up and nothing is pinned.</summary>
    Refuse,
}
