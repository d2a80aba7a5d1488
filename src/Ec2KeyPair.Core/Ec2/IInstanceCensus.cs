namespace Ec2KeyPair.Core.Ec2;

/// <summary>All instances of one Region and account, for counting. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IInstanceCensus
{
    /// <summary>The instances that are there (not those that are being terminated or have been), page by page, in EC2's order.</summary>
    /// <param name="keyNames">Only those launched with one of these key pairs; all instances when it is empty.</param>
    /// <param name="cancel">Stops between pages.</param>
    IAsyncEnumerable<IReadOnlyList<LaunchedInstance>> ListAsync(IReadOnlyCollection<string> keyNames, CancellationToken cancel);
}
