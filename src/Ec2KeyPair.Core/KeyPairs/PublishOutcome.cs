namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What publishing a public key to one Region came to.</summary>
public enum PublishOutcome
{
    /// <summary>EC2 did not have the name; it does now.</summary>
    Created,

    /// <summary>EC2 had this very key under this name.</summary>
    AlreadyThere,

    /// <summary>EC2 has another key under this name; nothing was changed.</summary>
    Conflict,
}
