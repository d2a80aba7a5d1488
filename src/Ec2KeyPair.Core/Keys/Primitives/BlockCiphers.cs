using System.Security.Cryptography;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>The platform's block ciphers in the modes that key files use; padding is the caller's affair.</summary>
internal static class BlockCiphers
{
    /// <summary>AES-CBC without padding; the length must be a multiple of 16.</summary>
    internal static byte[] AesCbc(byte[] key, byte[] iv, byte[] data, bool encrypt)
    {
        using var aes = Aes.Create();
        return Cbc(aes, key, iv, data, encrypt);
    }

    /// <summary>Triple DES in CBC without padding, keys of 24 bytes; read only, for old files.</summary>
    /// <exception cref="CryptographicException">The platform refuses the key as weak.</exception>
    internal static byte[] TripleDesCbcDecrypt(byte[] key, byte[] iv, byte[] data)
    {
        using var des = TripleDES.Create();
        return Cbc(des, key, iv, data, encrypt: false);
    }

    /// <summary>AES in counter mode (RFC 4344): the same call encrypts and decrypts; any length.</summary>
    internal static byte[] AesCtr(byte[] key, byte[] iv, byte[] data)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB; // the platform has no counter mode: it encrypts the counters, we add them
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        var counter = (byte[])iv.Clone();
        var stream = new byte[(data.Length + 15) / 16 * 16];
        for (var at = 0; at < stream.Length; at += 16)
        {
            counter.CopyTo(stream, at);
            for (var i = counter.Length - 1; i >= 0 && ++counter[i] == 0; i--) { }
        }
        using var encryptor = aes.CreateEncryptor();
        encryptor.TransformBlock(stream, 0, stream.Length, stream, 0);
        var result = new byte[data.Length];
        for (var i = 0; i < result.Length; i++) result[i] = (byte)(data[i] ^ stream[i]);
        Array.Clear(stream, 0, stream.Length);
        return result;
    }

    /// <summary>The data without its PKCS#7 padding, or null when the padding is not one: the key was wrong.</summary>
    internal static byte[]? Unpad(byte[] data, int blockSize)
    {
        if (data.Length == 0) return null;
        int padding = data[data.Length - 1];
        if (padding < 1 || padding > blockSize || padding > data.Length) return null;
        for (var i = 2; i <= padding; i++)
        {
            if (data[data.Length - i] != padding) return null;
        }
        return data.AsSpan(0, data.Length - padding).ToArray();
    }

    /// <summary>The data with PKCS#7 padding.</summary>
    internal static byte[] Pad(byte[] data, int blockSize)
    {
        var padding = blockSize - data.Length % blockSize;
        var padded = new byte[data.Length + padding];
        data.CopyTo(padded, 0);
        for (var i = data.Length; i < padded.Length; i++) padded[i] = (byte)padding;
        return padded;
    }

    private static byte[] Cbc(SymmetricAlgorithm cipher, byte[] key, byte[] iv, byte[] data, bool encrypt)
    {
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.None;
        using var transform = encrypt ? cipher.CreateEncryptor(key, iv) : cipher.CreateDecryptor(key, iv);
        return transform.TransformFinalBlock(data, 0, data.Length);
    }
}
