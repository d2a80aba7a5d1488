using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Store;

/// <summary>Looks for private keys in the key store.</summary>
public sealed class KeyStoreSource(KeyStore store) : IPrivateKeySource
{
    /// <inheritdoc/>
    public string Description => $"the key store '{store.Folder}'";

    /// <inheritdoc/>
    public IReadOnlyList<LocalKeyPair> Candidates(PublicKey? publicKey, string keyName)
    {
        // Files that can't be understood are Get-EC2KeyPairLocal's to report; here they are no candidates.
        var all = store.List(_ => { }).Where(found => found.HasPrivateKey).ToList();
        var certain = all.Where(found => publicKey is not null && Same(found, publicKey));
        var possible = all.Where(found => found.Name == keyName && (publicKey is null || found.PublicKey is null));
        return certain.Concat(possible).Distinct().ToList();
    }

    /// <inheritdoc/>
    public PrivateKey Open(LocalKeyPair candidate, Passphrase? passphrase) => KeyFileInspection.Open(candidate.Path, passphrase);

    internal static bool Same(LocalKeyPair found, PublicKey publicKey) =>
        found.PublicKey is { } line && KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line)).Equals(publicKey);
}
