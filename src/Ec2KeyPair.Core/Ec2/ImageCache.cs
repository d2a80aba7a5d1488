using System.Collections.Concurrent;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>Looks each image up once: a fleet is made from few.</summary>
public sealed class ImageCache(IInstanceApi api) : IInstanceApi
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Ec2Image?>>> _images = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Region => api.Region;

    /// <inheritdoc/>
    public IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel) => api.FindAsync(filters, cancel);

    /// <inheritdoc/>
    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) =>
        _images.GetOrAdd(imageId, id => new Lazy<Task<Ec2Image?>>(() => api.FindImageAsync(id, cancel))).Value;

    /// <inheritdoc/>
    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) => api.GetConsoleOutputAsync(instanceId, cancel);
}
