using System.Buffers;
using System.Security.Cryptography;
using Ec2KeyPair.Core.Keys.Primitives;

namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>
/// AES-256-GCM as encrypted sessions use it: no associated data, a random nonce for each message, and on the wire
/// nonce, ciphertext, tag (session-manager-plugin, src/encryption/encrypter.go). The first half of the 64-byte data
/// key is the agent's to encrypt with, the second half the client's.
/// </summary>
internal sealed class SessionCipher : IDisposable
{
    /// <summary>Bytes that encryption adds: nonce and tag.</summary>
    internal const int Overhead = NonceSize + Aead.TagSize;

    /// <summary>Bytes of the data key.</summary>
    internal const int DataKeySize = 64;

    private const int NonceSize = 12;
    private const int KeySize = DataKeySize / 2;
    private readonly GcmKey _ours;
    private readonly GcmKey _theirs;
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    internal SessionCipher(byte[] dataKey)
    {
        _theirs = new GcmKey(dataKey.AsSpan(0, KeySize));
        _ours = new GcmKey(dataKey.AsSpan(KeySize, KeySize));
    }

    /// <summary>Encrypts into a buffer that is <see cref="Overhead"/> bytes longer than the text.</summary>
    internal void Encrypt(ReadOnlySpan<byte> text, Span<byte> message)
    {
        var nonce = new byte[NonceSize];
        _random.GetBytes(nonce);
        nonce.CopyTo(message);
        _ours.Encrypt(nonce, text, message.Slice(NonceSize));
    }

    /// <summary>Decrypts into a pooled buffer, which the caller gives back; null when the message was not made with the session's key.</summary>
    internal byte[]? Decrypt(ReadOnlySpan<byte> message, out int length)
    {
        length = message.Length - Overhead;
        if (length < 0) return null;
        var text = ArrayPool<byte>.Shared.Rent(length);
        if (_theirs.TryDecrypt(message.Slice(0, NonceSize), message.Slice(NonceSize), text.AsSpan(0, length))) return text;
        ArrayPool<byte>.Shared.Return(text);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _random.Dispose();
    }
}
