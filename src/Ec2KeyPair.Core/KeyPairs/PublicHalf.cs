using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>The public half of a local key pair as a key.</summary>
internal static class PublicHalf
{
    /// <exception cref="Ec2KeyPairException">PassphraseRequired: the file hides the public half too.</exception>
    internal static PublicKey Of(LocalKeyPair keyPair) => keyPair.PublicKey is { } line
        ? KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line))
        : throw new Ec2KeyPairException(
            ErrorCondition.PassphraseRequired,
            $"The public half of '{keyPair.Path}' is encrypted too, so it can't be known without the passphrase.",
            keyPair.Name,
            "Import the file into the key store, which keeps the public half beside it.");
}
