using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>Where the private halves of launch keys come from. It opens each key once, keeps it, and zeroes all when it is disposed.</summary>
public interface ILaunchKeySource : IDisposable
{
    /// <summary>For messages: <c>the key store '/home/me/.local/share/ec2keypair/keys'</c>.</summary>
    string Description { get; }

    /// <summary>The opened private key and where it was. Safe on any thread, for several keys at once.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// PrivateKeyNotFound, PrivateKeyMismatch, ParameterNotFound, PassphraseRequired, PassphraseIncorrect, a key file
    /// condition, or an Aws condition.
    /// </exception>
    Task<(PrivateKey Key, string Where)> FindAsync(LaunchKeyIdentity wanted, CancellationToken cancel);
}
