namespace Ec2KeyPair.Core.Trust;

/// <summary>A host key of an instance, and where it was learnt.</summary>
public sealed record InstanceHostKey
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The SSH name of the type, <c>ssh-ed25519</c>.</summary>
    public required string KeyType { get; init; }

    /// <summary>The key's length.</summary>
    public required int Bits { get; init; }

    /// <summary>As <c>ssh-keygen -l</c> prints it, <c>SHA256:...</c>; null where only the MD5 one is known.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>As <c>ssh-keygen -l -E md5</c> prints it, <c>MD5:...</c>; null where only the SHA-256 one is known.</summary>
    public string? FingerprintMd5 { get; init; }

    /// <summary>Type and key as in <c>ssh_host_ed25519_key.pub</c>; null where only a fingerprint is known.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Where it was learnt.</summary>
    public required HostKeySource Source { get; init; }

    /// <summary>True when this very key is in the known_hosts file, and not revoked there.</summary>
    public required bool IsPinned { get; init; }

    /// <summary>When it was learnt: now, or when it was pinned, in UTC; null where nobody wrote that down.</summary>
    public DateTime? LearntUtc { get; init; }

    /// <summary>Where exactly, a clause for a person.</summary>
    public required string Evidence { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;

    internal static InstanceHostKey Of(string instanceId, HostKey key, HostKeySource source, bool isPinned, DateTime? learntUtc, string evidence) => new()
    {
        InstanceId = instanceId,
        KeyType = key.KeyType,
        Bits = key.Bits,
        Fingerprint = key.Fingerprint,
        FingerprintMd5 = key.FingerprintMd5,
        PublicKey = key.ToString(),
        Source = source,
        IsPinned = isPinned,
        LearntUtc = learntUtc,
        Evidence = evidence,
    };

    internal static InstanceHostKey Of(string instanceId, HostKeyFingerprint print, InstancePins pins, DateTime learntUtc, string evidence)
    {
        // A pinned key that has it makes the rest known too.
        if (pins.Valid.FirstOrDefault(pin => print.Fits(pin.Key)) is { } known)
        {
            return Of(instanceId, known.Key, HostKeySource.Console, true, learntUtc, evidence);
        }

        return new InstanceHostKey
        {
            InstanceId = instanceId,
            KeyType = print.KeyType,
            Bits = print.Bits,
            Fingerprint = print.IsMd5 ? null : print.Text,
            FingerprintMd5 = print.IsMd5 ? print.Text : null,
            Source = HostKeySource.Console,
            IsPinned = false,
            LearntUtc = learntUtc,
            Evidence = evidence,
        };
    }
}
