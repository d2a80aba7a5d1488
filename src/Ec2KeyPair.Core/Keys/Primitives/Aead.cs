using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>The two authenticated ciphers of OpenSSH key files; both answer null when the tag does not fit.</summary>
internal static class Aead
{
    /// <summary>Bytes of either tag.</summary>
    internal const int TagSize = 16;

    /// <summary>AES-GCM without associated data.</summary>
    internal static byte[]? AesGcmDecrypt(byte[] key, byte[] nonce, byte[] data, byte[] tag)
    {
#if NET8_0_OR_GREATER
        using var gcm = new AesGcm(key, TagSize);
        var result = new byte[data.Length];
        try
        {
            gcm.Decrypt(nonce, data, tag, result);
            return result;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
#else
        // Windows PowerShell's platform has no AES-GCM.
        var gcm = new Org.BouncyCastle.Crypto.Modes.GcmBlockCipher(new AesEngine());
        gcm.Init(false, new AeadParameters(new KeyParameter(key), 8 * TagSize, nonce));
        var result = new byte[data.Length];
        try
        {
            var length = gcm.ProcessBytes(data, 0, data.Length, result, 0);
            length += gcm.ProcessBytes(tag, 0, tag.Length, result, length);
            gcm.DoFinal(result, length);
            return result;
        }
        catch (Org.BouncyCastle.Crypto.InvalidCipherTextException)
        {
            return null;
        }
#endif
    }

    /// <summary>
    /// chacha20-poly1305@openssh.com as key files use it (OpenSSH PROTOCOL.chacha20poly1305): sequence number 0, no
    /// separate length, so only the first 32 of the 64 key bytes take part; keystream block 0 is the Poly1305 key.
    /// </summary>
    internal static byte[]? ChaCha20Poly1305Decrypt(byte[] key, byte[] data, byte[] tag)
    {
        var engine = new ChaChaEngine();
        engine.Init(false, new ParametersWithIV(new KeyParameter(key, 0, 32), new byte[8]));
        var block = new byte[64];
        engine.ProcessBytes(block, 0, block.Length, block, 0);
        var mac = new Poly1305();
        mac.Init(new KeyParameter(block, 0, 32));
        Array.Clear(block, 0, block.Length);
        mac.BlockUpdate(data, 0, data.Length);
        var computed = new byte[TagSize];
        mac.DoFinal(computed, 0);
        if (!Secret.Same(computed, tag)) return null;
        var result = new byte[data.Length];
        engine.ProcessBytes(data, 0, data.Length, result, 0);
        return result;
    }
}
