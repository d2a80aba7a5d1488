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
public sealed record MatchTarget(MatchTargetKind Kind, string? Text)
{
    /// <summary>The targets that a caller names; the local key's own name when there are none.</summary>
    public static IReadOnlyList<MatchTarget> Of(IEnumerable<string> keyNames, IEnumerable<string> keyPairIds, IEnumerable<string> instances)
    {
        var named = keyNames.Select(text => new MatchTarget(MatchTargetKind.KeyName, text))
            .Concat(keyPairIds.Select(text => new MatchTarget(MatchTargetKind.KeyPairId, text)))
            .Concat(instances.Select(text => new MatchTarget(MatchTargetKind.Instance, text)))
            .ToList();
        return named.Count > 0 ? named : [new MatchTarget(MatchTargetKind.KeyName, null)];
    }
}
