using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>The pseudo-random functions of PBKDF2 that key files use (RFC 8018 appendix B.1).</summary>
internal enum Pbkdf2Hash
{
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// <summary>PBKDF2 (RFC 8018).</summary>
internal static class Pbkdf2
{
    internal static byte[] Derive(ReadOnlySpan<byte> passphrase, byte[] salt, int iterations, Pbkdf2Hash hash, int length)
    {
#if NET8_0_OR_GREATER
        var name = hash switch
        {
            Pbkdf2Hash.Sha1 => HashAlgorithmName.SHA1,
            Pbkdf2Hash.Sha256 => HashAlgorithmName.SHA256,
            Pbkdf2Hash.Sha384 => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        return Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, name, length);
#else
        // The netstandard2.0 Rfc2898DeriveBytes knows HMAC-SHA1 only, and a loop over the platform's HMAC objects
        // costs more per call than the digest itself.
        Org.BouncyCastle.Crypto.IDigest digest = hash switch
        {
            Pbkdf2Hash.Sha1 => new Org.BouncyCastle.Crypto.Digests.Sha1Digest(),
            Pbkdf2Hash.Sha256 => new Org.BouncyCastle.Crypto.Digests.Sha256Digest(),
            Pbkdf2Hash.Sha384 => new Org.BouncyCastle.Crypto.Digests.Sha384Digest(),
            _ => new Org.BouncyCastle.Crypto.Digests.Sha512Digest(),
        };
        var password = passphrase.ToArray();
        var generator = new Org.BouncyCastle.Crypto.Generators.Pkcs5S2ParametersGenerator(digest);
        generator.Init(password, salt, iterations);
        var key = ((Org.BouncyCastle.Crypto.Parameters.KeyParameter)generator.GenerateDerivedMacParameters(8 * length)).GetKey();
        Array.Clear(password, 0, password.Length);
        return key;
#endif
    }
}
