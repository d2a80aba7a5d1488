using System.Collections.Concurrent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;

namespace Ec2KeyPair.Core.Repair;

/// <summary>What was known of instances' host keys before they were stopped: the console output that tells them is that of the last boot.</summary>
internal sealed class RememberedHostKeys(IHostKeyCheck inner) : IHostKeyCheck
{
    private readonly ConcurrentDictionary<string, IHostKeyVerifier> _known = new(StringComparer.Ordinal);

    /// <summary>Looks now, and remembers; that nothing is known is no failure yet.</summary>
    internal async Task LearnAsync(string instanceId, Func<string, Task> explain, CancellationToken cancel)
    {
        try
        {
            _known[instanceId] = await inner.PrepareAsync(instanceId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await explain(e.Message).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<IHostKeyVerifier> PrepareAsync(string instanceId, CancellationToken cancel) =>
        _known.TryGetValue(instanceId, out var known) ? known : await inner.PrepareAsync(instanceId, cancel).ConfigureAwait(false);
}
