namespace Ec2KeyPair.Core.Ec2;

/// <summary>EC2's key pairs of one Region and account. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface IKeyPairApi
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Region { get; }

    /// <summary>The key pairs of these names that exist, with their public keys; absent ones are simply not there.</summary>
    Task<IReadOnlyList<Ec2KeyPairInfo>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel);

    /// <summary>All key pairs with their public keys; EC2 has no pages for them, and at most 5,000 in a Region.</summary>
    Task<IReadOnlyList<Ec2KeyPairInfo>> ListAsync(CancellationToken cancel);

    /// <summary>The key pair of this id with its public key; null when this Region has none.</summary>
    Task<Ec2KeyPairInfo?> FindByIdAsync(string keyPairId, CancellationToken cancel);

    /// <summary>Deletes the key pair of this id; one that is gone already is fine. Instances are untouched.</summary>
    Task DeleteAsync(string keyPairId, CancellationToken cancel);

    /// <summary>Imports a public key under a name.</summary>
    /// <returns>The new key pair; null when EC2 has the name already (InvalidKeyPair.Duplicate).</returns>
    Task<Ec2KeyPairInfo?> ImportAsync(
        string name, string publicKeyLine, IReadOnlyDictionary<string, string> tags, CancellationToken cancel);
}
