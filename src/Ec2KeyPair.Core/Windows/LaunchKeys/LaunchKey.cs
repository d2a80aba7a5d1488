using System.Collections.Concurrent;
using System.Security.Cryptography;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Windows.LaunchKeys;

/// <summary>The opened private half of a launch key, used for every instance that was launched with it. The key itself stays its source's.</summary>
public sealed class LaunchKey : IDisposable
{
    // An RSA object serves one thread at a time; a few of them serve all.
    private readonly ConcurrentBag<RSA> _idle = new();
    private readonly RsaPrivateKey _key;

    internal LaunchKey(string keyName, string description, RsaPrivateKey key)
    {
        KeyName = keyName;
        Description = description;
        _key = key;
    }

    /// <summary>The name of the key pair at launch.</summary>
    public string KeyName { get; }

    /// <summary>Where the private half was found: a path, or a parameter's name.</summary>
    public string Description { get; }

    /// <summary>Length of what is encrypted under it, in bytes.</summary>
    internal int CiphertextLength => (_key.Size + 7) / 8;

    /// <summary>RSA PKCS#1 v1.5 decryption (RFC 8017 section 7.2.2). The caller zeroes the result.</summary>
    /// <exception cref="CryptographicException">Not encrypted under this key.</exception>
    internal byte[] Decrypt(byte[] ciphertext)
    {
        if (!_idle.TryTake(out var rsa)) rsa = _key.CreateRsa();
        try
        {
            return rsa.Decrypt(ciphertext, RSAEncryptionPadding.Pkcs1);
        }
        finally
        {
            _idle.Add(rsa);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var rsa)) rsa.Dispose();
    }
}
