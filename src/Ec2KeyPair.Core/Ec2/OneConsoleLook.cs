using System.Collections.Concurrent;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's instances as they are, but each one's console output is asked for once: several parts of one task look into it.</summary>
internal sealed class OneConsoleLook(IInstanceApi instances, ILiveConsoleApi live) : IInstanceApi, ILiveConsoleApi
{
    private readonly ConcurrentDictionary<string, Task<string>> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<string?>> _latest = new(StringComparer.Ordinal);

    public string Region => instances.Region;

    public IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel) =>
        instances.FindAsync(filters, cancel);

    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => instances.FindImageAsync(imageId, cancel);

    /// <summary>As it is now where the instance shows that: of one that has just started, EC2 has kept nothing yet.</summary>
    public async Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) =>
        await FindLatestAsync(instanceId, cancel).ConfigureAwait(false)
        ?? await _kept.GetOrAdd(instanceId, id => instances.GetConsoleOutputAsync(id, cancel)).ConfigureAwait(false);

    public Task<string?> FindLatestAsync(string instanceId, CancellationToken cancel) =>
        _latest.GetOrAdd(instanceId, id => live.FindLatestAsync(id, cancel));
}
