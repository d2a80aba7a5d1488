using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Trust.Scan;

/// <summary>
/// A method of key exchange, as far as it takes to be shown the host key: a public value that the server accepts. No
/// secret belongs to it, for nothing is ever encrypted under this exchange.
/// </summary>
/// <param name="Name">SSH's name of the method.</param>
/// <param name="WriteValue">Writes the public value.</param>
internal sealed record ExchangeMethod(string Name, Action<SshWriter> WriteValue)
{
    private const byte Begin = 30; // SSH_MSG_KEXDH_INIT, SSH_MSG_KEX_ECDH_INIT

    // The generator of P-256 (SEC 2, section 2.4.2), uncompressed: a point on the curve.
    private static readonly byte[] P256Point = [4, .. Hex.Decode(
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")!];

    // Newest first. OpenSSH has the first since 6.5, servers in FIPS mode have the others, and the last since 3.9.
    private static readonly ExchangeMethod[] All =
    [
        new("curve25519-sha256", Random32),
        new("curve25519-sha256@libssh.org", Random32),
        new("ecdh-sha2-nistp256", writer => writer.WriteString(P256Point)),
        new("diffie-hellman-group14-sha256", Random2047Bits),
        new("diffie-hellman-group14-sha1", Random2047Bits),
    ];

    /// <summary>The newest that the server knows; null for none.</summary>
    internal static ExchangeMethod? Choose(IReadOnlyCollection<string> offered) => Array.Find(All, method => offered.Contains(method.Name));

    /// <summary>The message that begins the exchange.</summary>
    internal byte[] WriteBegin()
    {
        using var writer = new SshWriter();
        writer.WriteByte(Begin);
        WriteValue(writer);
        return writer.ToArray();
    }

    // Any 32 bytes are a public value of X25519 (RFC 7748 section 5).
    private static void Random32(SshWriter writer) => writer.WriteString(Secret.Random(32));

    // Any number between 1 and the group's prime, which has 2048 bits, the first of them ones (RFC 3526 section 3).
    private static void Random2047Bits(SshWriter writer)
    {
        var number = Secret.Random(256);
        number[0] = (byte)((number[0] & 0x7F) | 0x40);
        writer.WritePositive(number);
    }
}
