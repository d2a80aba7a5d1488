using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace Ec2KeyPair.Core.Secrets;

/// <summary>The passphrase of a private key as UTF-8 bytes that are zeroed on dispose and never printed.</summary>
public sealed class Passphrase : IDisposable
{
    private readonly byte[] _utf8;
    private bool _disposed;

    private Passphrase(byte[] utf8) => _utf8 = utf8;

    /// <summary>The passphrase in UTF-8, as OpenSSH, OpenSSL and PuTTY take it.</summary>
    /// <exception cref="ObjectDisposedException">It has been zeroed.</exception>
    public ReadOnlySpan<byte> Utf8 => _disposed ? throw new ObjectDisposedException(nameof(Passphrase)) : _utf8;

    /// <summary>True for the empty passphrase, which every tool takes for "not encrypted".</summary>
    public bool IsEmpty => _utf8.Length == 0;

    /// <summary>Copies the passphrase out of a SecureString; the caller keeps that one.</summary>
    public static Passphrase FromSecureString(SecureString value)
    {
        if (value is null) throw new ArgumentNullException(nameof(value));
        var characters = new char[value.Length];
        var unmanaged = Marshal.SecureStringToGlobalAllocUnicode(value);
        try
        {
            Marshal.Copy(unmanaged, characters, 0, characters.Length);
            return new Passphrase(Encoding.UTF8.GetBytes(characters));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unmanaged);
            Array.Clear(characters, 0, characters.Length);
        }
    }

    /// <summary>Takes over the bytes: they are zeroed when this is disposed.</summary>
    public static Passphrase FromUtf8(byte[] utf8) => new(utf8 ?? throw new ArgumentNullException(nameof(utf8)));

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.Clear(_utf8, 0, _utf8.Length);
        _disposed = true;
    }

    /// <summary>Never the passphrase.</summary>
    public override string ToString() => "(passphrase)";
}
