#if NET8_0_OR_GREATER
using System.Security.Cryptography;
#else
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
#endif

namespace Ec2KeyPair.Core.Keys.Primitives;

/// <summary>An AES-GCM key that is set up once for many messages: 12-byte nonces, 16-byte tags after the ciphertext, no associated data.</summary>
internal sealed class GcmKey : IDisposable
{
#if NET8_0_OR_GREATER
    private readonly AesGcm _gcm;

    internal GcmKey(ReadOnlySpan<byte> key) => _gcm = new AesGcm(key, Aead.TagSize);

    internal void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> sealedText) =>
        _gcm.Encrypt(nonce, text, sealedText.Slice(0, text.Length), sealedText.Slice(text.Length, Aead.TagSize));

    internal bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, Span<byte> text)
    {
        try
        {
            _gcm.Decrypt(nonce, sealedText.Slice(0, text.Length), sealedText.Slice(text.Length, Aead.TagSize), text);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _gcm.Dispose();
#else
    // Windows PowerShell's platform has no AES-GCM.
    private readonly byte[] _key;

    internal GcmKey(ReadOnlySpan<byte> key) => _key = key.ToArray();

    internal void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> sealedText)
    {
        var result = new byte[text.Length + Aead.TagSize];
        var gcm = Create(true, nonce);
        gcm.DoFinal(result, gcm.ProcessBytes(text.ToArray(), 0, text.Length, result, 0));
        result.CopyTo(sealedText);
    }

    internal bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, Span<byte> text)
    {
        var result = new byte[text.Length + Aead.TagSize];
        var gcm = Create(false, nonce);
        try
        {
            gcm.DoFinal(result, gcm.ProcessBytes(sealedText.ToArray(), 0, sealedText.Length, result, 0));
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }

        result.AsSpan(0, text.Length).CopyTo(text);
        return true;
    }

    public void Dispose() => Secret.Clear(_key);

    private GcmBlockCipher Create(bool forEncryption, ReadOnlySpan<byte> nonce)
    {
        var gcm = new GcmBlockCipher(new AesEngine());
        gcm.Init(forEncryption, new AeadParameters(new KeyParameter(_key), 8 * Aead.TagSize, nonce.ToArray()));
        return gcm;
    }
#endif
}
