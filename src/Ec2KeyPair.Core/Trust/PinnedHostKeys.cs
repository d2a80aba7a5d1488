using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Trust.KnownHosts;

namespace Ec2KeyPair.Core.Trust;

/// <summary>Host keys pinned under instance ids in a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).</summary>
public sealed class PinnedHostKeys(string path)
{
    private readonly KnownHostsFile _file = new(path);

    /// <summary>Full path, for ssh's UserKnownHostsFile.</summary>
    public string Path => _file.Path;

    /// <summary>What ssh would take for this instance now.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    public InstancePins Of(string instanceId) => Of(_file.Read(), instanceId);

    /// <summary>Reads the file once, for many instances: gives what <see cref="Of(string)"/> does, as of now.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    public Func<string, InstancePins> Snapshot()
    {
        var text = _file.Read();
        return instanceId => Of(text, instanceId);
    }

    /// <summary>Pins a key in place of those of its type that the instance had; all other lines stay as they are.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="key">The key.</param>
    /// <param name="origin">Where it was learnt; written behind it.</param>
    /// <param name="nowUtc">The time, written behind it too.</param>
    /// <param name="hashed">Hide the name, as HashKnownHosts does.</param>
    /// <param name="mayReplace">Asked about a different key that is pinned already, with the lock held: it must not wait.</param>
    /// <exception cref="Ec2KeyPairException">
    /// HostKeyMismatch: a different key is pinned and may not be replaced; HostKeyRevoked, ArgumentUnsafe, FileReadFailed,
    /// FileWriteFailed, KeyStoreBusy.
    /// </exception>
    public PinOutcome Pin(
        string instanceId, HostKey key, HostKeyOrigin origin, DateTime nowUtc, bool hashed = false, Func<HostKey, bool>? mayReplace = null)
    {
        return _file.Edit(text => With(text, instanceId, key, new PinComment(origin, nowUtc), hashed, mayReplace));
    }

    /// <summary>Pins all keys of an instance in one change of the file.</summary>
    /// <exception cref="Ec2KeyPairException">As <see cref="Pin"/>; then none is pinned.</exception>
    public void PinAll(string instanceId, IReadOnlyCollection<HostKey> keys, HostKeyOrigin origin, DateTime nowUtc) => _file.Edit(text =>
    {
        foreach (var key in keys) text = With(text, instanceId, key, new PinComment(origin, nowUtc), hashed: false, mayReplace: null).Text;
        return (text, keys.Count);
    });

    private (KnownHostsText Text, PinOutcome Outcome) With(
        KnownHostsText text, string instanceId, HostKey key, PinComment comment, bool hashed, Func<HostKey, bool>? mayReplace)
    {
        // "*" would pin the key for every host.
        if (!InstanceIdentity.IsId(instanceId)) throw HostKeyErrors.Unsafe(instanceId);
        ThrowIfRevoked(text, instanceId, key);
        var known = text.Naming(instanceId).Where(line => line.Key!.KeyType == key.KeyType).ToList();
        if (known.Count > 0 && known.TrueForAll(line => key.Equals(line.Key)))
        {
            // What was taken on first use and is confirmed now says so from now on.
            var isConfirmed = comment.Origin != HostKeyOrigin.FirstUse && known.TrueForAll(line => PinComment.TryRead(line.Comment) is { Origin: HostKeyOrigin.FirstUse });
            return (isConfirmed ? text.With(instanceId, key, hashed, comment.ToString()) : text, PinOutcome.AlreadyThere);
        }

        var others = known.Select(line => line.Key!).Where(old => !old.Equals(key)).ToList();
        if (others.Find(old => mayReplace?.Invoke(old) != true) is { } kept) throw Mismatch(instanceId, key, kept);
        return (text.With(instanceId, key, hashed, comment.ToString()), others.Count > 0 ? PinOutcome.Replaced : PinOutcome.Added);
    }

    private static InstancePins Of(KnownHostsText text, string instanceId)
    {
        var lines = text.For(instanceId).ToList();
        var own = text.Naming(instanceId).ToList();
        var revoked = lines.Where(line => line.Marker == KnownHostsMarker.Revoked).Select(line => line.Key!).Distinct().ToList();
        return new InstancePins(
            lines.Where(line => line.Marker == KnownHostsMarker.None)
                .Select(line => new PinnedHostKey(line.Key!, line.Comment, own.Contains(line)))
                .ToList(),
            revoked,
            lines.Exists(line => line.Marker == KnownHostsMarker.CertificateAuthority && !revoked.Contains(line.Key!)));
    }

    private void ThrowIfRevoked(KnownHostsText text, string instanceId, HostKey key)
    {
        if (text.For(instanceId).Any(line => line.Marker == KnownHostsMarker.Revoked && key.Equals(line.Key)))
        {
            throw HostKeyErrors.Revoked(instanceId, Path, key.Fingerprint);
        }
    }

    private Ec2KeyPairException Mismatch(string instanceId, HostKey key, HostKey kept) => new(
        ErrorCondition.HostKeyMismatch,
        $"'{Path}' has another {key.KeyType} key for {instanceId}: {kept.Fingerprint}, not {key.Fingerprint}. It was left as it is.",
        instanceId,
        "If the machine got new host keys, replace the old ones with Add-EC2KnownHost -Force.");
}
