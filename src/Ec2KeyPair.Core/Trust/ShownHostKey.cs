using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust.Scan;

namespace Ec2KeyPair.Core.Trust;

/// <summary>
/// Pins the key that a host shows, before ssh is started: where only its fingerprint is known, and where the first key
/// seen is to be taken. ssh itself can do neither: it compares no fingerprints that it is given, and takes a first key
/// without saying which.
/// </summary>
public sealed class ShownHostKey(PinnedHostKeys pins, IClock clock)
{
    /// <summary>Asks the host for its key, and pins it where the decision allows it.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="decision">A decision with fingerprints to verify, or one that takes the first key.</param>
    /// <param name="address">Where its SSH server is reached.</param>
    /// <param name="port">TCP port there.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The key, which is pinned now.</returns>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// HostKeyMismatch: the key has none of the fingerprints; HostKeyRevoked, HostUnreachable, FileWriteFailed, KeyStoreBusy.
    /// </exception>
    public async Task<HostKey> PinAsync(
        string instanceId, HostTrustDecision decision, string address, int port, CancellationToken cancel)
    {
        var key = await HostKeyScan.FetchAsync(address, port, HostKeyAlgorithms.Preferred(decision.ToVerify.Select(print => print.KeyType)), cancel).ConfigureAwait(false);
        if (key is null) throw HostKeyErrors.Mismatch(instanceId, $"The SSH server of {instanceId} has no host key of the types that were told: {Told(decision)}.");
        if (decision.ToVerify.Count > 0 && !decision.ToVerify.Any(print => print.Fits(key)))
        {
            throw HostKeyErrors.Mismatch(
                instanceId,
                $"The SSH server of {instanceId} shows the {key.KeyType} key {key.Fingerprint} ({key.FingerprintMd5}), and its console output tells {Told(decision)}.");
        }

        pins.Pin(instanceId, key, decision.TakesFirst ? HostKeyOrigin.FirstUse : HostKeyOrigin.Console, clock.UtcNow);
        return key;
    }

    private static string Told(HostTrustDecision decision) =>
        string.Join(", ", decision.ToVerify.Select(print => $"{print.KeyType} {print.Text}"));
}
