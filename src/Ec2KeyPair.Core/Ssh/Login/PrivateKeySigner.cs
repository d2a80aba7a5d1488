using System.Security.Cryptography;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Formats;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>Signs with a private key in memory. The key stays where it is: no copy of it reaches the SSH library.</summary>
/// <param name="key">The key; whoever made it disposes it.</param>
/// <param name="description">Where it came from, a path.</param>
public sealed class PrivateKeySigner(PrivateKey key, string description) : ISshSigner
{
    /// <inheritdoc/>
    public byte[] PublicBlob { get; } = key.PublicKey.SshBlob.ToArray();

    /// <inheritdoc/>
    public IReadOnlyList<string> Algorithms { get; } = SignatureNames.For(key.Type);

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The key has been zeroed.</exception>
    public byte[] Sign(string algorithm, byte[] data)
    {
        if (key is RsaPrivateKey rsaKey)
        {
            using var rsa = rsaKey.CreateRsa();
            return rsa.SignData(
                data,
                algorithm == SignatureNames.RsaSha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1);
        }

        var signature = new byte[Ed25519.SignatureSize];
        // BouncyCastle takes arrays on both targets; this copy is zeroed when it has signed.
        var seed = ((Ed25519PrivateKey)key).Seed.ToArray();
        try
        {
            Ed25519.Sign(seed, 0, data, 0, data.Length, signature, 0);
            return signature;
        }
        finally
        {
            Array.Clear(seed, 0, seed.Length);
        }
    }
}
