using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust.Scan;

namespace Ec2KeyPair.Core.Trust;

/// <summary>Pins host keys of instances; where only a fingerprint is known the host is asked for the key that has it.</summary>
/// <param name="pins">The known_hosts file.</param>
/// <param name="finder">Finds the keys where none was given.</param>
/// <param name="reach">Opens the way to an instance's SSH server, lets the key be fetched at this address and port, and closes it.</param>
/// <param name="clock">Time.</param>
public sealed class HostKeyPinner(
    PinnedHostKeys pins, HostKeyFinder finder, Func<string, Func<string, int, Task<HostKey?>>, CancellationToken, Task<HostKey?>> reach, IClock clock)
{
    /// <summary>The keys that a request comes to.</summary>
    /// <param name="instanceId">The instance that the request names.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// HostKeyUnknown, HostKeyMismatch: the host shows another key; HostUnreachable, FileReadFailed, or an Aws condition.
    /// </exception>
    public async Task<IReadOnlyList<HostKey>> KeysAsync(string instanceId, PinRequest request, CancellationToken cancel)
    {
        if (request.Key is { } given) return [given];
        if (request.Fingerprint is { } print) return [await ShownAsync(instanceId, print, cancel).ConfigureAwait(false) ?? throw NotOffered(instanceId, [print])];
        var found = await finder.FindAsync(instanceId, HostKeySource.Console, cancel).ConfigureAwait(false);
        if (found.Error is { } error) throw error;
        var keys = found.Keys.Where(told => told.PublicKey is not null).Select(told => HostKey.TryReadLine(told.PublicKey!)!).ToList();
        var prints = found.Keys.Where(told => told.PublicKey is null)
            .Select(told => new HostKeyFingerprint(told.KeyType, told.Bits, (told.Fingerprint ?? told.FingerprintMd5)!))
            .ToList();
        foreach (var told in prints)
        {
            // A key that the server has and does not offer is nobody's lie.
            if (await ShownAsync(instanceId, told, cancel).ConfigureAwait(false) is { } shown) keys.Add(shown);
        }

        return keys.Count > 0 ? keys : throw NotOffered(instanceId, prints);
    }

    /// <summary>The different keys of its type that pinning this one would replace.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">FileReadFailed.</exception>
    public PinPlan Plan(string instanceId, HostKey key)
    {
        var same = pins.Of(instanceId).All.Where(pin => pin.IsOwn && pin.Key.KeyType == key.KeyType).Select(pin => pin.Key).ToList();
        var replaced = same.Where(old => !old.Equals(key)).ToList();
        return new(same.Count > 0 && replaced.Count == 0, replaced);
    }

    /// <summary>Pins a key.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="key">The key.</param>
    /// <param name="origin">Where it was learnt.</param>
    /// <param name="hashed">Hide the instance's id in the file.</param>
    /// <param name="mayReplace">The different keys that it may replace; another one that has got there since is kept.</param>
    /// <exception cref="Errors.Ec2KeyPairException">HostKeyMismatch, HostKeyRevoked, ArgumentUnsafe, FileReadFailed, FileWriteFailed, KeyStoreBusy.</exception>
    public PinRecord Pin(string instanceId, HostKey key, HostKeyOrigin origin, bool hashed, IReadOnlyCollection<HostKey> mayReplace)
    {
        var outcome = pins.Pin(instanceId, key, origin, clock.UtcNow, hashed, mayReplace.Contains);
        return new(instanceId, key.KeyType, key.Fingerprint, outcome, pins.Path);
    }

    // Null where the server offers no key of this type.
    private async Task<HostKey?> ShownAsync(string instanceId, HostKeyFingerprint print, CancellationToken cancel)
    {
        if (pins.Of(instanceId).Valid.FirstOrDefault(pin => print.Fits(pin.Key)) is { } pinned) return pinned.Key;
        var shown = await reach(instanceId, (address, port) => HostKeyScan.FetchAsync(address, port, [print.KeyType], cancel), cancel).ConfigureAwait(false);
        return shown is null || print.Fits(shown) ? shown : throw HostKeyErrors.Mismatch(
            instanceId, $"The SSH server of {instanceId} shows the {print.KeyType} key {shown.Fingerprint} ({shown.FingerprintMd5}), not {print.Text}.");
    }

    private static Errors.Ec2KeyPairException NotOffered(string instanceId, IReadOnlyList<HostKeyFingerprint> told) => HostKeyErrors.Mismatch(
        instanceId, $"The SSH server of {instanceId} has none of the keys that were told: {string.Join(", ", told.Select(print => $"{print.KeyType} {print.Text}"))}.");
}
