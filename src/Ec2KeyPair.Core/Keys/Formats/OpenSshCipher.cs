using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Keys.Formats;

/// <summary>The ciphers of OpenSSH key files (OpenSSH cipher.c): sizes in bytes, and how to decrypt.</summary>
/// <param name="Name"><c>aes256-ctr</c>.</param>
/// <param name="KeySize">Bytes of key.</param>
/// <param name="IvSize">Bytes of IV, derived after the key.</param>
/// <param name="BlockSize">To how many bytes the private part is padded.</param>
/// <param name="TagSize">Bytes of authentication tag after the private part; 0 for none.</param>
internal sealed record OpenSshCipher(string Name, int KeySize, int IvSize, int BlockSize, int TagSize)
{
    internal const string NoneName = "none";

    /// <summary>What this module writes, and OpenSSH's own choice.</summary>
    internal static readonly OpenSshCipher Written = new("aes256-ctr", 32, 16, 16, 0);

    private static readonly OpenSshCipher[] All =
    [
        new(NoneName, 0, 0, 8, 0),
        Written,
        new("aes192-ctr", 24, 16, 16, 0),
        new("aes128-ctr", 16, 16, 16, 0),
        new("aes256-cbc", 32, 16, 16, 0),
        new("aes192-cbc", 24, 16, 16, 0),
        new("aes128-cbc", 16, 16, 16, 0),
        new("3des-cbc", 24, 8, 8, 0),
        new("aes256-gcm@openssh.com", 32, 12, 16, Aead.TagSize),
        new("aes128-gcm@openssh.com", 16, 12, 16, Aead.TagSize),
        new("chacha20-poly1305@openssh.com", 64, 0, 8, Aead.TagSize),
    ];

    internal bool IsNone => Name == NoneName;

    /// <summary>The cipher of this name, or null for one that is not read.</summary>
    internal static OpenSshCipher? Find(string name) => Array.Find(All, cipher => cipher.Name == name);

    /// <summary>Decrypts; null when an authentication tag shows that the key is wrong.</summary>
    internal byte[]? Decrypt(byte[] keyAndIv, byte[] data, byte[] tag)
    {
        byte[] key = keyAndIv.AsSpan(0, KeySize).ToArray(), iv = keyAndIv.AsSpan(KeySize, IvSize).ToArray();
        try
        {
            if (Name.StartsWith("chacha20", StringComparison.Ordinal)) return Aead.ChaCha20Poly1305Decrypt(key, data, tag);
            if (TagSize > 0) return Aead.AesGcmDecrypt(key, iv, data, tag);
            if (BlockSize == 8) return BlockCiphers.TripleDesCbcDecrypt(key, iv, data);
            return Name.EndsWith("-ctr", StringComparison.Ordinal)
                ? BlockCiphers.AesCtr(key, iv, data)
                : BlockCiphers.AesCbc(key, iv, data, encrypt: false);
        }
        finally
        {
            Secret.Clear(key, iv);
        }
    }
}
