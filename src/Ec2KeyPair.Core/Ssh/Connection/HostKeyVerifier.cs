using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>Decides about the key that one instance shows.</summary>
internal sealed class HostKeyVerifier(
    string instanceId, HostTrustDecision decision, PinnedHostKeys pins, IClock clock, Func<string, HostKey, Task<bool>>? ask, Func<string, Task> warn)
    : IHostKeyVerifier
{
    private HostKey? _asked;

    /// <inheritdoc/>
    public IReadOnlyList<string> KnownTypes => pins.Of(instanceId).Valid.Select(pin => pin.Key.KeyType)
        .Concat(decision.ToVerify.Select(print => print.KeyType))
        .Distinct()
        .ToList();

    /// <inheritdoc/>
    public string Evidence => decision.Evidence;

    /// <inheritdoc/>
    public void Verify(byte[] blob)
    {
        var key = HostKey.TryRead(blob)
            ?? throw HostKeyErrors.Mismatch(instanceId, $"The SSH server of {instanceId} shows a host key that is none, or of a type that nobody is trusted by.");
        var known = pins.Of(instanceId);
        if (known.Revoked.Contains(key)) throw HostKeyErrors.Revoked(instanceId, pins.Path, key.Fingerprint);
        if (known.Has(key)) return;
        if (known.Valid.Count > 0) throw NotPinned(key, known);
        if (decision.ToVerify.Count > 0) Pin(key, decision.ToVerify.Any(print => print.Fits(key)) ? HostKeyOrigin.Console : throw NotTold(key));
        else if (decision.TakesFirst) TakeFirst(key);
        else throw Unknown(key, known);
    }

    /// <inheritdoc/>
    public async Task<bool> ReconsiderAsync(CancellationToken cancel)
    {
        if (ask is null || _asked is not { } key || !await ask(instanceId, key).ConfigureAwait(false)) return false;
        Pin(key, HostKeyOrigin.FirstUse);
        return true;
    }

    private void TakeFirst(HostKey key)
    {
        Pin(key, HostKeyOrigin.FirstUse);
        // Not waited for: this is the connection's own thread.
        _ = warn($"Nothing tells the host key of {instanceId}; it shows the {key.KeyType} key {key.Fingerprint}, which is pinned from now on.");
    }

    private void Pin(HostKey key, HostKeyOrigin origin) => pins.Pin(instanceId, key, origin, clock.UtcNow);

    private Ec2KeyPairException Unknown(HostKey key, InstancePins known)
    {
        if (known.HasAuthority)
        {
            return HostKeyErrors.Unknown(
                instanceId, $"a certificate authority for it is in '{pins.Path}', but this cmdlet checks host keys and no certificates (Connect-EC2Instance does)");
        }

        _asked = key;
        return HostKeyErrors.Unknown(instanceId, $"it shows the {key.KeyType} key {key.Fingerprint}, and {decision.Evidence}");
    }

    private Ec2KeyPairException NotPinned(HostKey key, InstancePins known) => HostKeyErrors.Mismatch(
        instanceId,
        $"The SSH server of {instanceId} shows the {key.KeyType} key {key.Fingerprint}, and pinned is "
            + string.Join(", ", known.Valid.Select(pin => $"{pin.Key.KeyType} {pin.Key.Fingerprint}")) + ". It was refused; nothing was sent.");

    private Ec2KeyPairException NotTold(HostKey key) => HostKeyErrors.Mismatch(
        instanceId,
        $"The SSH server of {instanceId} shows the {key.KeyType} key {key.Fingerprint} ({key.FingerprintMd5}), and its console output tells "
            + string.Join(", ", decision.ToVerify.Select(print => $"{print.KeyType} {print.Text}")) + ". It was refused; nothing was sent.");
}
