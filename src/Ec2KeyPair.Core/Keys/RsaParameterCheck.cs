using System.Numerics;
using System.Security.Cryptography;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys;

/// <summary>Finds out whether the numbers of an RSA key belong together, and completes and pads them.</summary>
/// <remarks>
/// A key with one wrong bit in d or dP still loads everywhere, then fails to log in or, worse, signs with a
/// faulty CRT half, which gives the primes away. The checks are cheap: divisions only, no exponentiation.
/// </remarks>
internal static class RsaParameterCheck
{
    /// <summary>Copies of all numbers, padded to the lengths that RSAParameters wants. dP and dQ, which OpenSSH and PuTTY leave out, are made when absent.</summary>
    internal static RSAParameters Normalise(RSAParameters key)
    {
        if (key.Modulus is null || key.Exponent is null || key.D is null || key.P is null || key.Q is null
            || key.InverseQ is null)
            throw KeyErrors.Corrupt("numbers of the RSA key are missing");
        CheckPublic(key.Modulus, key.Exponent);
        foreach (var number in new[] { key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ })
        {
            if (number is not null && Big.Trim(number).Length > key.Modulus.Length)
                throw KeyErrors.Corrupt("a number of the RSA key is longer than its modulus");
        }

        BigInteger n = Big.From(key.Modulus), e = Big.From(key.Exponent), d = Big.From(key.D);
        BigInteger p = Big.From(key.P), q = Big.From(key.Q);
        if (p <= BigInteger.One || q <= BigInteger.One || p == q || p * q != n)
            throw KeyErrors.Corrupt("the RSA primes do not make up the modulus");
        BigInteger p1 = p - 1, q1 = q - 1;
        if (d >= n || d <= BigInteger.One || e * d % p1 != BigInteger.One || e * d % q1 != BigInteger.One)
            throw KeyErrors.Corrupt("the RSA private exponent does not fit the public key");
        var dp = key.DP is null ? d % p1 : Big.From(key.DP);
        var dq = key.DQ is null ? d % q1 : Big.From(key.DQ);
        var qInverse = Big.From(key.InverseQ);
        if (dp != d % p1 || dq != d % q1)
            throw KeyErrors.Corrupt("the RSA exponents dP and dQ do not fit the private exponent");
        if (qInverse >= p || q * qInverse % p != BigInteger.One)
            throw KeyErrors.Corrupt("the RSA coefficient does not fit the primes");

        var length = Big.Trim(key.Modulus).Length;
        var half = (length + 1) / 2;
        if (Big.Trim(key.P).Length > half || Big.Trim(key.Q).Length > half)
            throw KeyErrors.TypeUnsupported("RSA with primes of unequal length");
        return new RSAParameters
        {
            Modulus = Big.ToBytes(n, length),
            Exponent = Big.Trim(key.Exponent).ToArray(),
            D = Big.ToBytes(d, length),
            P = Big.ToBytes(p, half),
            Q = Big.ToBytes(q, half),
            DP = Big.ToBytes(dp, half),
            DQ = Big.ToBytes(dq, half),
            InverseQ = Big.ToBytes(qInverse, half),
        };
    }

    /// <summary>Refuses what can't be an RSA public key, and sizes outside <see cref="KeyFileLimits"/>.</summary>
    internal static void CheckPublic(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        modulus = Big.Trim(modulus);
        exponent = Big.Trim(exponent);
        var bits = Big.BitLength(modulus);
        if (bits is < KeyFileLimits.MinRsaBits or > KeyFileLimits.MaxRsaBits) throw KeyErrors.TypeUnsupported($"RSA of {bits} bits");
        if ((modulus[modulus.Length - 1] & 1) == 0) throw KeyErrors.Corrupt("the RSA modulus is even");
        if (exponent.Length == 0 || (exponent[exponent.Length - 1] & 1) == 0 || Big.BitLength(exponent) is < 2)
            throw KeyErrors.Corrupt("the RSA public exponent is even or less than 3");
        // Every real key has 17 or 32 bits here; Windows takes no more than 64.
        if (exponent.Length > 8) throw KeyErrors.TypeUnsupported("RSA with a public exponent of more than 64 bits");
    }

    /// <summary>Zeroes the private fields.</summary>
    internal static void Clear(RSAParameters key) => Secret.Clear(key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ);
}
