namespace Ec2KeyPair.Core.Trust;

/// <summary>What a known_hosts file says of one instance.</summary>
/// <param name="All">Its keys, those included whose pattern fits the instance's id.</param>
/// <param name="Revoked">Keys that nobody may be trusted by.</param>
/// <param name="HasAuthority">A certificate authority is trusted for it.</param>
public sealed record InstancePins(IReadOnlyList<PinnedHostKey> All, IReadOnlyList<HostKey> Revoked, bool HasAuthority)
{
    /// <summary>The keys that ssh accepts.</summary>
    public IReadOnlyList<PinnedHostKey> Valid { get; } = All.Where(pin => !Revoked.Contains(pin.Key)).ToList();

    /// <summary>True when nothing but a first look at the host stands behind what ssh accepts.</summary>
    internal bool IsTakenUnseen => Valid.All(pin => pin.IsOwn && PinComment.TryRead(pin.Comment) is { Origin: HostKeyOrigin.FirstUse });

    /// <summary>True when this very key is pinned and not revoked.</summary>
    public bool Has(HostKey key) => Valid.Any(pin => pin.Key.Equals(key));
}
