using System.Text;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>Which key a launch key is: its name, and what EC2 tells of the key pair.</summary>
/// <param name="KeyName">The name at launch.</param>
/// <param name="Described">As EC2 has it; null when EC2 has no key pair of that name any more.</param>
public sealed record LaunchKeyIdentity(string KeyName, Ec2KeyPairInfo? Described)
{
    private readonly PublicKey? _publicKey =
        Described?.PublicKey is { Length: > 0 } line ? KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line)) : null;

    /// <summary>True when a key can be compared with it.</summary>
    internal bool IsTold => _publicKey is not null || !string.IsNullOrEmpty(Described?.Fingerprint);

    /// <summary>True when this is the key. Public key material counts; the fingerprint only where EC2 tells no more.</summary>
    internal bool Is(PrivateKey key) => _publicKey is not null
        ? key.Matches(_publicKey)
        : Described?.Fingerprint is { Length: > 0 } fingerprint && KeyFingerprints.Of(key).Contains(fingerprint);

    /// <summary>Whether this file holds the key; null when its passphrase is needed to tell.</summary>
    internal bool? IsIn(LocalKeyPair file)
    {
        if (file.PublicKey is not { } line || file.Fingerprints is not { } fingerprints) return null;
        if (_publicKey is not null) return _publicKey.Equals(KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(line)));
        if (Described?.Fingerprint is not { Length: > 0 } fingerprint) return null;
        if (fingerprints.Contains(fingerprint)) return true;
        // Of an RSA key that EC2 made, only the private half has the fingerprint.
        return fingerprints.Ec2Created is null && FingerprintText.FormOf(fingerprint) == FingerprintForm.Ec2CreatedRsa ? null : false;
    }
}
