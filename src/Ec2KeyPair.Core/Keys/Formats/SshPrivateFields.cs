using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>RSA private numbers as OpenSSH and PuTTY keep them: without dP and dQ, which follow from d.</summary>
internal static class SshPrivateFields
{
    /// <summary>Builds the key and requires that it belongs to <paramref name="publicKey"/>.</summary>
    internal static RsaPrivateKey Rsa(
        PublicKey publicKey, ReadOnlySpan<byte> d, ReadOnlySpan<byte> p, ReadOnlySpan<byte> q, ReadOnlySpan<byte> inverseQ)
    {
        if (publicKey.Type != KeyType.Rsa) throw Mismatch();
        var parameters = new RSAParameters
        {
            Modulus = publicKey.Number,
            Exponent = publicKey.Exponent,
            D = d.ToArray(),
            P = p.ToArray(),
            Q = q.ToArray(),
            InverseQ = inverseQ.ToArray(),
        };
        try
        {
            return RsaPrivateKey.FromParameters(parameters);
        }
        finally
        {
            RsaParameterCheck.Clear(parameters);
        }
    }

    /// <summary>Builds the key and requires that it belongs to <paramref name="publicKey"/>.</summary>
    internal static Ed25519PrivateKey Ed25519(PublicKey publicKey, ReadOnlySpan<byte> seed)
    {
        var key = Ed25519PrivateKey.FromSeed(seed);
        if (key.Matches(publicKey)) return key;
        key.Dispose();
        throw Mismatch();
    }

    internal static Errors.Ec2KeyPairException Mismatch() =>
        KeyErrors.Corrupt("its public half does not belong to its private half");
}
