namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's instances of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IInstanceApi
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Region { get; }

    /// <summary>The instances that match every filter, page by page.</summary>
    IAsyncEnumerable<Ec2Instance> FindAsync(IReadOnlyCollection<InstanceFilter> filters, CancellationToken cancel);

    /// <summary>The image; null when it is gone or not shared with the caller any more.</summary>
    Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel);

    /// <summary>The decoded console output, at most the last 64 KB; empty when there is none yet.</summary>
    Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel);
}
