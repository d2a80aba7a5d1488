using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Core.Trust;

/// <summary>Decides under which condition ssh may accept the host's key.</summary>
public sealed class HostTrust(HostKeyConsole console, PinnedHostKeys pins, IClock clock)
{
    /// <summary>The value for ssh's StrictHostKeyChecking, and what it rests on. Keys that the console tells are pinned.</summary>
    /// <exception cref="Ec2KeyPairException">
    /// HostKeyUnknown, HostKeyRevoked, FileReadFailed, FileWriteFailed, KeyStoreBusy, or an Aws condition.
    /// </exception>
    public async Task<HostTrustDecision> DecideAsync(
        string instanceId, HostKeyPolicy policy, bool personCanLook, CancellationToken cancel)
    {
        var pinned = pins.Of(instanceId);
        if (pinned.Valid.Count > 0)
        {
            return pinned.IsTakenUnseen && policy is HostKeyPolicy.Default or HostKeyPolicy.Verified
                ? await VerifiedNowAsync(instanceId, pinned, policy, cancel).ConfigureAwait(false)
                : new("yes", $"its host key is pinned in '{pins.Path}'", []);
        }

        if (pinned.HasAuthority) return new("yes", $"a certificate authority for it is in '{pins.Path}'", []);
        if (pinned.All.Count > 0) throw HostKeyErrors.Revoked(instanceId, pins.Path, pinned.All[0].Key.Fingerprint);
        if (policy == HostKeyPolicy.Refuse) throw HostKeyErrors.Unknown(instanceId, $"none is pinned in '{pins.Path}', and the policy is to refuse it then");

        var (told, why, cause) = await LookAsync(instanceId, cancel).ConfigureAwait(false);
        if (told.Keys.FirstOrDefault(pinned.Revoked.Contains) is { } revoked) throw HostKeyErrors.Revoked(instanceId, pins.Path, revoked.Fingerprint);
        if (told.Keys.Count > 0)
        {
            pins.PinAll(instanceId, told.Keys, HostKeyOrigin.Console, clock.UtcNow);
            return new("yes", $"its console output tells {told.Keys.Count} host keys; they are pinned now", []);
        }

        if (told.Fingerprints.Count > 0)
        {
            return new("yes", $"its console output tells the fingerprints of {told.Fingerprints.Count} host keys", told.Fingerprints);
        }

        return policy switch
        {
            HostKeyPolicy.TrustOnFirstUse => new("accept-new", $"{why}; the first key seen is taken, as -HostKeyPolicy says", []),
            HostKeyPolicy.Default when personCanLook => new("ask", $"{why}; ssh shows the fingerprint and asks", []),
            _ => throw HostKeyErrors.Unknown(instanceId, $"none is pinned and {why}", cause),
        };
    }

    // What was taken on first use is held against the console as soon as that tells something.
    private async Task<HostTrustDecision> VerifiedNowAsync(string instanceId, InstancePins pinned, HostKeyPolicy policy, CancellationToken cancel)
    {
        var (told, why, cause) = await LookAsync(instanceId, cancel).ConfigureAwait(false);
        foreach (var pin in pinned.Valid)
        {
            if (told.Contradicts(pin.Key) is { } other)
            {
                throw HostKeyErrors.Mismatch(
                    instanceId,
                    $"The {pin.Key.KeyType} key {pin.Key.Fingerprint} was pinned for {instanceId} on first use, and its console output tells {other}.");
            }
        }

        var confirmed = pinned.Valid.Where(pin => told.Tells(pin.Key)).Select(pin => pin.Key).ToList();
        if (confirmed.Count > 0)
        {
            pins.PinAll(instanceId, confirmed, HostKeyOrigin.Console, clock.UtcNow);
            return new("yes", $"its host key, taken on first use, is the one that its console output tells", []);
        }

        return policy == HostKeyPolicy.Default
            ? new("yes", $"its host key is pinned in '{pins.Path}', taken on first use; {why}", [])
            : throw HostKeyErrors.Unknown(instanceId, $"it was taken on first use, and {why}", cause);
    }

    private async Task<(ConsoleHostKeys Told, string Why, Exception? Cause)> LookAsync(string instanceId, CancellationToken cancel)
    {
        try
        {
            var told = await console.ReadAsync(instanceId, cancel).ConfigureAwait(false);
            return (told, told.IsContradictory ? "its console output tells two different ones" : "its console output shows none", null);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // Whoever can't read the console may still have a pin, or look at the fingerprint.
            return (new ConsoleHostKeys([], [], false), $"its console output can't be read: {e.Message.TrimEnd('.')}", e);
        }
    }
}
