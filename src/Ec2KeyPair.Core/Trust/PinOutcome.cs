namespace Ec2KeyPair.Core.Trust;

/// <summary>What pinning a key came to.</summary>
public enum PinOutcome
{
    /// <summary>It was pinned already.</summary>
    AlreadyThere,

    /// <summary>It is pinned now; no other of its type was.</summary>
    Added,

    /// <summary>It is pinned now in place of a different one.</summary>
    Replaced,
}
