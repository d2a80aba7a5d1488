using System.Security;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Keys.Primitives;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// The key under which instances bring back new passwords, and the nonce that ties their answers to this request.
/// It lives as long as the call and is never written anywhere.
/// </summary>
/// <remarks>
/// 3,072 bits although 2,048 would do today: the ciphertext stays in the command history for 30 days, and the password
/// may be in use for years. Encryption is RSAES-OAEP with SHA-1 (RFC 8017, 7.1), which every .NET Framework knows.
/// </remarks>
internal sealed class ResetKey : IDisposable
{
    private const int Bits = 3072;
    private const int NonceBytes = 16;
    private readonly RsaPrivateKey _key = (RsaPrivateKey)KeyGenerator.Generate(KeyType.Rsa, Bits);
    private readonly byte[] _nonce = Secret.Random(NonceBytes);
    private readonly object _gate = new();
    private readonly RSA _rsa;

    internal ResetKey() => _rsa = _key.CreateRsa();

    /// <summary>The public half's n, big-endian, in base64.</summary>
    internal string Modulus => Convert.ToBase64String(_key.Parameters.Modulus!);

    /// <summary>The public half's e, big-endian, in base64: <c>AQAB</c>.</summary>
    internal string Exponent => Convert.ToBase64String(_key.Parameters.Exponent!);

    /// <summary>The nonce in base64.</summary>
    internal string Nonce => Convert.ToBase64String(_nonce);

    /// <summary>Opens an answer's data; no readable copy of the password stays behind.</summary>
    /// <param name="ciphertext">Encrypted: the nonce, a byte with the length of the SID, the SID, the password; both in ASCII.</param>
    /// <param name="sid">The SID that the answer tells in clear.</param>
    /// <returns>The password; null when the data is not under this key, of this request and of this account.</returns>
    internal SecureString? Open(byte[] ciphertext, string sid)
    {
        byte[] text;
        try
        {
            lock (_gate) text = _rsa.Decrypt(ciphertext, RSAEncryptionPadding.OaepSHA1);
        }
        catch (CryptographicException)
        {
            return null;
        }

        try
        {
            var head = HeadOf(sid);
            var start = head.Length;
            return text.Length > start && Secret.Same(text.AsSpan(0, start).ToArray(), head) && SecretText.IsPrintableAscii(text, start)
                ? SecretText.ToSecureString(text, start)
                : null;
        }
        finally
        {
            Secret.Clear(text);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rsa.Dispose();
        _key.Dispose();
    }

    private byte[] HeadOf(string sid) => [.. _nonce, (byte)sid.Length, .. Encoding.ASCII.GetBytes(sid)];
}
