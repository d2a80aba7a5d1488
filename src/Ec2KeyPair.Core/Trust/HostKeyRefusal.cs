using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Trust.Evidence;
using Ec2KeyPair.Core.Trust.Scan;

namespace Ec2KeyPair.Core.Trust;

/// <summary>Says why ssh would not have a host's key, once it has refused it.</summary>
/// <remarks>
/// Afterwards, not before: asking the host for its key ahead of ssh would cost every connection a round trip, and
/// would prove nothing of the host that ssh then meets. ssh's own check decides; this only explains.
/// </remarks>
public sealed class HostKeyRefusal(HostKeyConsole console, PinnedHostKeys pins)
{
    /// <summary>The error for a key that ssh has refused.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="shown">The fingerprint that ssh was shown; null when it did not say.</param>
    /// <param name="isRevoked">ssh called the key revoked.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Ec2KeyPairException> ExplainAsync(string instanceId, string? shown, bool isRevoked, CancellationToken cancel)
    {
        var known = pins.Of(instanceId);
        if (isRevoked) return HostKeyErrors.Revoked(instanceId, pins.Path, shown ?? string.Join(", ", known.Revoked.Select(key => key.Fingerprint)));
        var pinned = known.Valid.Count == 0 ? "none" : string.Join(", ", known.Valid.Select(Described));
        var now = await ConsoleSaysAsync(instanceId, shown, cancel).ConfigureAwait(false);
        return HostKeyErrors.Mismatch(
            instanceId,
            $"The SSH server of {instanceId} shows the host key {shown ?? "of another type"}, and pinned is {pinned}. {now}ssh refused it; nothing was sent.");
    }

    /// <summary>Looks for itself, where ssh was told to be silent; null when the host shows a key that is pinned, or none.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="address">Where its SSH server is reached.</param>
    /// <param name="port">TCP port there.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Ec2KeyPairException?> LookAsync(string instanceId, string address, int port, CancellationToken cancel)
    {
        var known = pins.Of(instanceId);
        if (known.All.Count == 0) return null;
        try
        {
            var types = HostKeyAlgorithms.Preferred(known.All.Select(pin => pin.Key.KeyType));
            var key = await HostKeyScan.FetchAsync(address, port, types, cancel).ConfigureAwait(false)
                ?? await HostKeyScan.FetchAsync(address, port, [], cancel).ConfigureAwait(false);
            return key is null || known.Has(key)
                ? null
                : await ExplainAsync(instanceId, key.Fingerprint, known.Revoked.Contains(key), cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.HostUnreachable)
        {
            return null; // Then its key was not what ssh ended for.
        }
    }

    private static string Described(PinnedHostKey pin) =>
        pin.Key.Fingerprint + (pin.Comment.Length > 0 ? $" ({Printable.Text(pin.Comment)})" : "");

    private async Task<string> ConsoleSaysAsync(string instanceId, string? shown, CancellationToken cancel)
    {
        if (shown is null) return "";
        try
        {
            var told = await console.ReadAsync(instanceId, cancel).ConfigureAwait(false);
            return told.IsEmpty ? "Its console output tells no key. "
                : told.Keys.Any(key => key.Fingerprint == shown) || told.Fingerprints.Any(print => print.Text == shown)
                    ? "Its console output tells the key that is shown: it seems to have new host keys. "
                    : "Its console output does not tell the key that is shown. ";
        }
        catch (Ec2KeyPairException)
        {
            return ""; // Not asked for, and not to hide the mismatch behind.
        }
    }
}
