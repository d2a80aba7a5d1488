using System.Security.Cryptography;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys;

/// <summary>Makes new key pairs on this machine.</summary>
public static class KeyGenerator
{
    /// <summary>Makes a key. RSA comes from the platform, Ed25519 is 32 bytes of the platform's random generator.</summary>
    /// <param name="type">RSA or Ed25519.</param>
    /// <param name="rsaSize">Modulus length in bits; not looked at for Ed25519. EC2 imports 1024, 2048 and 4096.</param>
    /// <param name="comment">The comment that OpenSSH and PPK files will carry.</param>
    /// <exception cref="Ec2KeyPairException">KeyTypeUnsupported: the size is not one that platforms make.</exception>
    /// <example><code>using var key = KeyGenerator.Generate(KeyType.Rsa, 4096, "build@example");</code></example>
    public static PrivateKey Generate(KeyType type, int rsaSize = 2048, string comment = "")
    {
        PrivateKey key = type switch
        {
            KeyType.Rsa => GenerateRsa(rsaSize),
            KeyType.Ed25519 => GenerateEd25519(),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        key.Comment = comment ?? "";
        return key;
    }

    private static Ed25519PrivateKey GenerateEd25519()
    {
        var seed = Secret.Random(Ed25519PrivateKey.SeedSize);
        try
        {
            return Ed25519PrivateKey.FromSeed(seed);
        }
        finally
        {
            Secret.Clear(seed);
        }
    }

    private static RsaPrivateKey GenerateRsa(int size)
    {
        if (size is < KeyFileLimits.MinRsaBits or > KeyFileLimits.MaxRsaBits || size % 64 != 0)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.KeyTypeUnsupported, $"RSA keys of {size} bits can't be made.", size, "Ask for 2048 or 4096 bits.");
        }
#if NET8_0_OR_GREATER
        using var rsa = RSA.Create(size);
#else
        // netstandard2.0 has no RSA.Create(int), and RSA.Create() of .NET Framework makes 1024 bits.
        using var rsa = new RSACryptoServiceProvider(size) { PersistKeyInCsp = false };
#endif
        var parameters = rsa.ExportParameters(includePrivateParameters: true);
        try
        {
            return RsaPrivateKey.FromParameters(parameters);
        }
        finally
        {
            RsaParameterCheck.Clear(parameters);
        }
    }
}
