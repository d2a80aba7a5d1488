namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What kind of thing a local key is compared with.</summary>
public enum MatchTargetKind
{
    /// <summary>A key pair by its name in EC2.</summary>
    KeyName,

    /// <summary>A key pair by its id, which one Region has.</summary>
    KeyPairId,

    /// <summary>The launch key of an instance, which one Region has.</summary>
    Instance,
}

/// <summary>What a local key is compared with.</summary>
/// <param name="Kind">What the text names.</param>
/// <param name="Text">A key name, a key pair id, or what names an instance; null for the local key's own name.</param>
public sealed record MatchTarget(MatchTargetKind Kind, string? Text);
