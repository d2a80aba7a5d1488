using System.Collections.Concurrent;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Repair;

/// <summary>The new keys: in the store before anything is let in with them, made when missing, opened once.</summary>
/// <param name="store">The key store.</param>
/// <param name="opener">Opens key files.</param>
/// <param name="keyType">The type of keys that are made.</param>
internal sealed class RepairKeys(KeyStore store, KeyOpener opener, KeyType keyType)
{
    private readonly LocalKeyPairMaker _maker = new(store, []);
    private readonly ConcurrentDictionary<string, Lazy<ISshSigner>> _signers = new(StringComparer.Ordinal);

    /// <summary>The key of this name; null when there is none.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyNameInvalid, or a key file condition.</exception>
    internal LocalKeyPair? Find(string name) => store.Find(name);

    /// <summary>The key of this name, made where there is none.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">KeyNameInvalid, FileWriteFailed, or a key file condition.</exception>
    internal Task<LocalKeyPair> EnsureAsync(string name, CancellationToken cancel) =>
        _maker.EnsureAsync(new NewKeyPairRequest { Name = name, KeyType = keyType }, _ => Task.CompletedTask, cancel);

    /// <summary>What logs in with it.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">PassphraseRequired, PassphraseIncorrect, or a key file condition.</exception>
    internal ISshSigner SignerOf(LocalKeyPair key) => _signers.GetOrAdd(key.Path, _ => new Lazy<ISshSigner>(() => opener.Open(key))).Value;
}
