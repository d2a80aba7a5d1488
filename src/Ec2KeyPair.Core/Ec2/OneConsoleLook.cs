using System.Collections.Concurrent;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's instances as they are, but each one's console output is asked for once: several parts of one task look into it.</summary>
internal sealed class OneConsoleLook(IInstanceApi instances) : IInstanceApi
{
    private readonly ConcurrentDictionary<string, Task<string>> _outputs = new(StringComparer.Ordinal);

    public string Region => instances.Region;

    public IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel) =>
        instances.FindAsync(filters, cancel);

    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => instances.FindImageAsync(imageId, cancel);

    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) =>
        _outputs.GetOrAdd(instanceId, id => instances.GetConsoleOutputAsync(id, cancel));
}
