using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Private keys as OpenSSH and PuTTY keep them: RSA without dP and dQ, which follow from d.</summary>
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

    /// <summary>The key's type and numbers as the OpenSSH container and the agent protocol both have them.</summary>
    internal static void Write(SshWriter writer, PrivateKey key)
    {
        writer.WriteString(key.PublicKey.SshName);
        if (key is RsaPrivateKey rsa)
        {
            var numbers = rsa.Parameters;
            writer.WritePositive(numbers.Modulus);
            writer.WritePositive(numbers.Exponent);
            writer.WritePositive(numbers.D);
            writer.WritePositive(numbers.InverseQ);
            writer.WritePositive(numbers.P);
            writer.WritePositive(numbers.Q);
        }
        else
        {
            writer.WriteString(key.PublicKey.Number);
            writer.WriteUInt32(2 * Ed25519PrivateKey.SeedSize);
            writer.WriteBytes(((Ed25519PrivateKey)key).Seed);
            writer.WriteBytes(key.PublicKey.Number);
        }
    }

    internal static Errors.Ec2KeyPairException Mismatch() =>
        KeyErrors.Corrupt("its public half does not belong to its private half");
}
