using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>Verifies host keys by what is pinned and what the console tells, as the system's ssh is made to.</summary>
/// <param name="trust">Decides what is to be done for an instance.</param>
/// <param name="pins">The pinned keys.</param>
/// <param name="policy">What the user chose.</param>
/// <param name="clock">The time, written beside new pins.</param>
/// <param name="ask">Shows a person an instance and its key, and asks whether that is the one; null where nobody can answer.</param>
/// <param name="warn">Is told of keys that were taken unseen.</param>
public sealed class InstanceHostKeys(
    HostTrust trust, PinnedHostKeys pins, HostKeyPolicy policy, IClock clock, Func<string, HostKey, Task<bool>>? ask, Func<string, Task> warn)
    : IHostKeyCheck
{
    /// <inheritdoc/>
    public async Task<IHostKeyVerifier> PrepareAsync(string instanceId, CancellationToken cancel)
    {
        var decision = await trust.DecideAsync(instanceId, policy, ask is not null, cancel).ConfigureAwait(false);
        return new HostKeyVerifier(instanceId, decision, pins, clock, ask, warn);
    }
}
