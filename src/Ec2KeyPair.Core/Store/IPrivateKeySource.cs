using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Store;

/// <summary>Where private keys are looked for: the key store, or files that the user names.</summary>
public interface IPrivateKeySource
{
    /// <summary>For messages: <c>the key store '/home/me/.local/share/ec2keypair/keys'</c>.</summary>
    string Description { get; }

    /// <summary>
    /// The key pairs that may be the one asked for, likeliest first: those with this public key, then those that
    /// can't be told apart without their passphrase or that only share the name.
    /// </summary>
    IReadOnlyList<LocalKeyPair> Candidates(PublicKey? publicKey, string keyName);

    /// <summary>Opens one of the candidates.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">PassphraseRequired, PassphraseIncorrect, or a key file condition.</exception>
    PrivateKey Open(LocalKeyPair candidate, Passphrase? passphrase);
}
