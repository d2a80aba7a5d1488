using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>Object identifiers in key files, with the document that assigns them.</summary>
internal static class Oids
{
    internal const string RsaEncryption = "1.2.840.113549.1.1.1"; // RFC 8017
    internal const string Ed25519 = "1.3.101.112"; // RFC 8410
    internal const string Pbes2 = "1.2.840.113549.1.5.13"; // RFC 8018, this and the next ones
    internal const string Pbkdf2 = "1.2.840.113549.1.5.12";
    internal const string HmacSha1 = "1.2.840.113549.2.7";
    internal const string HmacSha256 = "1.2.840.113549.2.9";
    internal const string HmacSha384 = "1.2.840.113549.2.10";
    internal const string HmacSha512 = "1.2.840.113549.2.11";
    internal const string Scrypt = "1.3.6.1.4.1.11591.4.11"; // RFC 7914
    internal const string Aes128Cbc = "2.16.840.1.101.3.4.1.2"; // NIST CSOR
    internal const string Aes192Cbc = "2.16.840.1.101.3.4.1.22";
    internal const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    internal const string TripleDesCbc = "1.2.840.113549.3.7";
    private const string EcPublicKey = "1.2.840.10045.2.1"; // RFC 5480

    /// <summary>The error for a key algorithm that is not RSA or Ed25519.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="parameters">The rest of its AlgorithmIdentifier: an EC key's curve stands there.</param>
    internal static Ec2KeyPairException RefuseKey(string algorithm, DerReader parameters) => KeyErrors.TypeUnsupported(algorithm switch
    {
        EcPublicKey => parameters.NextTag == DerTag.Oid ? Curve(parameters.ReadOid()) : "ECDSA",
        "1.2.840.10040.4.1" => "DSA",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.3.101.113" => "Ed448",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.2.840.113549.1.3.1" => "Diffie-Hellman",
        _ => "algorithm " + algorithm,
    });

    /// <summary>The name of an EC key by its curve.</summary>
    internal static string Curve(string oid) => oid switch
    {
        "1.2.840.10045.3.1.7" => "ECDSA nistp256",
        "1.3.132.0.34" => "ECDSA nistp384",
        "1.3.132.0.35" => "ECDSA nistp521",
        "1.3.132.0.10" => "ECDSA secp256k1",
        _ => "ECDSA on curve " + oid,
    };
}
