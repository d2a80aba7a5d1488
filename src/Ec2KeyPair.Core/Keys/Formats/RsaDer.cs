using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>RSAPrivateKey and RSAPublicKey of RFC 8017, appendix A.1.</summary>
internal static class RsaDer
{
    internal static RsaPrivateKey ReadPrivate(ReadOnlySpan<byte> der)
    {
        var outer = new DerReader(der);
        var numbers = outer.ReadSequence();
        outer.RequireEnd();
        var version = numbers.ReadInt32();
        if (version == 1) throw KeyErrors.TypeUnsupported("RSA with more than two primes");
        if (version != 0) throw KeyErrors.Corrupt("its PKCS#1 version is unknown");
        var parameters = new RSAParameters();
        try
        {
            parameters.Modulus = numbers.ReadUnsigned().ToArray();
            parameters.Exponent = numbers.ReadUnsigned().ToArray();
            parameters.D = numbers.ReadUnsigned().ToArray();
            parameters.P = numbers.ReadUnsigned().ToArray();
            parameters.Q = numbers.ReadUnsigned().ToArray();
            parameters.DP = numbers.ReadUnsigned().ToArray();
            parameters.DQ = numbers.ReadUnsigned().ToArray();
            parameters.InverseQ = numbers.ReadUnsigned().ToArray();
            numbers.RequireEnd();
            return RsaPrivateKey.FromParameters(parameters);
        }
        finally
        {
            RsaParameterCheck.Clear(parameters);
        }
    }

    internal static byte[] WritePrivate(RSAParameters key) => DerWriter.Sequence(
        DerWriter.Unsigned(0),
        DerWriter.Unsigned(key.Modulus),
        DerWriter.Unsigned(key.Exponent),
        DerWriter.Unsigned(key.D),
        DerWriter.Unsigned(key.P),
        DerWriter.Unsigned(key.Q),
        DerWriter.Unsigned(key.DP),
        DerWriter.Unsigned(key.DQ),
        DerWriter.Unsigned(key.InverseQ));

    internal static PublicKey ReadPublic(ReadOnlySpan<byte> der)
    {
        var outer = new DerReader(der);
        var numbers = outer.ReadSequence();
        outer.RequireEnd();
        var modulus = numbers.ReadUnsigned();
        var exponent = numbers.ReadUnsigned();
        numbers.RequireEnd();
        return PublicKey.FromRsa(modulus, exponent);
    }

    internal static byte[] WritePublic(PublicKey key) =>
        DerWriter.Sequence(DerWriter.Unsigned(key.Number), DerWriter.Unsigned(key.Exponent));
}
