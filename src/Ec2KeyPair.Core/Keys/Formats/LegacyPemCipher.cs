using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>
/// The encryption of old OpenSSL PEM files (headers Proc-Type and DEK-Info, RFC 1421): the key is one pass of MD5
/// over passphrase and salt (EVP_BytesToKey). Read only: that derivation keeps nobody out.
/// </summary>
internal static class LegacyPemCipher
{
    private const string DekInfo = "dek-info";

    internal static bool IsEncrypted(PemBlock block) => block.Headers.ContainsKey(DekInfo) || block.Headers.ContainsKey("proc-type");

    /// <summary><c>aes-128-cbc/md5</c>.</summary>
    internal static string Describe(PemBlock block) => Parse(block).Name.ToLowerInvariant() + "/md5";

    /// <summary>The DER inside; the caller zeroes it.</summary>
    internal static byte[] Decrypt(PemBlock block, Passphrase? passphrase)
    {
        var (name, keySize, iv) = Parse(block);
        if (keySize == 0) throw KeyErrors.EncryptionUnsupported(name);
        if (block.Data.Length == 0 || block.Data.Length % iv.Length != 0)
            throw KeyErrors.Corrupt("its encrypted part is not whole blocks");
        if (passphrase is null || passphrase.IsEmpty) throw KeyErrors.PassphraseRequired();
        byte[]? key = null, padded = null;
        try
        {
            key = DeriveKey(passphrase.Utf8, iv, keySize);
            padded = iv.Length == 16
                ? BlockCiphers.AesCbc(key, iv, block.Data, encrypt: false)
                : BlockCiphers.TripleDesCbcDecrypt(key, iv, block.Data);
            var plain = BlockCiphers.Unpad(padded, iv.Length);
            return plain is not null && DerReader.IsOneSequence(plain) ? plain : throw KeyErrors.PassphraseIncorrect();
        }
        finally
        {
            Secret.Clear(key, padded);
        }
    }

    private static (string Name, int KeySize, byte[] Iv) Parse(PemBlock block)
    {
        if (!block.Headers.TryGetValue(DekInfo, out var value)) throw KeyErrors.Corrupt("its DEK-Info header is missing");
        var comma = value.IndexOf(',');
        if (comma < 1 || comma > 32) throw KeyErrors.Corrupt("its DEK-Info header is damaged");
        var name = value.Substring(0, comma).ToUpperInvariant();
        var keySize = name switch
        {
            "AES-128-CBC" => 16,
            "AES-192-CBC" or "DES-EDE3-CBC" => 24,
            "AES-256-CBC" => 32,
            _ => 0,
        };
        var iv = Hex.Decode(value.Substring(comma + 1).Trim());
        var ivSize = name == "DES-EDE3-CBC" ? 8 : 16;
        if (keySize != 0 && iv?.Length != ivSize) throw KeyErrors.Corrupt("its DEK-Info header is damaged");
        return (name, keySize, iv ?? []);
    }

    /// <summary>EVP_BytesToKey of OpenSSL with MD5 and one pass; the salt is the first 8 bytes of the IV.</summary>
    private static byte[] DeriveKey(ReadOnlySpan<byte> passphrase, byte[] iv, int size)
    {
        var key = new byte[size];
        byte[] digest = [];
        for (var at = 0; at < size; at += 16)
        {
            var input = new byte[digest.Length + passphrase.Length + 8];
            digest.CopyTo(input, 0);
            passphrase.CopyTo(input.AsSpan(digest.Length));
            iv.AsSpan(0, 8).CopyTo(input.AsSpan(input.Length - 8));
            digest = Digests.Md5(input);
            Array.Copy(digest, 0, key, at, Math.Min(16, size - at));
            Secret.Clear(input);
        }
        Secret.Clear(digest);
        return key;
    }
}
