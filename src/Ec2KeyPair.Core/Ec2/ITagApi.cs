namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's tags of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface ITagApi
{
    /// <summary>Sets one tag of up to 1,000 resources; what has the key gets the new value.</summary>
    Task SetAsync(IReadOnlyCollection<string> resourceIds, string key, string value, CancellationToken cancel);

    /// <summary>Removes one tag of up to 1,000 resources, whatever its value; one that is not there is fine.</summary>
    Task RemoveAsync(IReadOnlyCollection<string> resourceIds, string key, CancellationToken cancel);
}
