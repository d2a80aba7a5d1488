using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Brings together what EC2 knows of a launch key and which private keys here may be it.</summary>
public sealed class LaunchKeyLookup(IKeyPairApi keyPairs, IPrivateKeySource source)
{
    /// <summary>Where is looked, for messages.</summary>
    public string Where => source.Description;

    /// <summary>Private keys here that have its name, where EC2 can't be asked.</summary>
    public IReadOnlyList<LocalKeyPair> NamedLike(string keyName) => source.Candidates(null, keyName);

    /// <summary>One DescribeKeyPairs; the private keys are compared by public key material, or by name where EC2 has forgotten it.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition.</exception>
    public async Task<LaunchKeyEvidence> LookAsync(string keyName, CancellationToken cancel)
    {
        var described = (await keyPairs.FindAsync([keyName], cancel).ConfigureAwait(false)).FirstOrDefault();
        var publicKey = described?.PublicKey is { } line ? KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line)) : null;
        return new LaunchKeyEvidence(described, publicKey, source.Candidates(publicKey, keyName));
    }
}
