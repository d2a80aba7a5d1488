using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys.Formats;
using Ec2KeyPair.Core.Secrets;

namespace Ec2KeyPair.Core.Keys;

/// <summary>Reads and writes key files of every encoding. Which one a file has is found in its content, never in its name.</summary>
/// <remarks>
/// Reading takes byte order marks, UTF-16, every kind of line end, indentation and text around the key. Writing is
/// plain ASCII with LF. Content may be hostile: whatever it is, reading ends within <see cref="KeyFileLimits"/>, and
/// with a key or an <see cref="Ec2KeyPairException"/>.
/// </remarks>
/// <example><code>
/// using var key = KeyFile.ReadPrivateKey(File.ReadAllBytes("id_ed25519"), passphrase);
/// File.WriteAllBytes("key.ppk", KeyFile.WritePrivateKey(key, PrivateKeyEncoding.Ppk, passphrase));
/// </code></example>
public static class KeyFile
{
    // The order matters once: the last private format takes every private armor that the others leave.
    private static readonly IPrivateKeyFormat[] PrivateFormats =
    [
        new OpenSshPrivateFormat(),
        new Pkcs1PrivateFormat(),
        new Pkcs8PrivateFormat(),
        new PpkFormat(),
        new UnsupportedPrivateFormat(),
    ];

    private static readonly IPublicKeyFormat[] PublicFormats =
    [
        new OpenSshPublicFormat(),
        new Rfc4716Format(),
        new SpkiFormat(),
        new Pkcs1PublicFormat(),
    ];

    /// <summary>What the file tells without its passphrase.</summary>
    /// <param name="content">The whole file.</param>
    /// <exception cref="Ec2KeyPairException">KeyFormatUnknown, KeyFileCorrupt, KeyTypeUnsupported,
    /// KeyEncryptionUnsupported or KeyFileTooCostly.</exception>
    public static KeyFileInfo Inspect(byte[] content) => Guard(content, file =>
        PrivateFormat(file) is { } format ? format.Inspect(file) : PublicFormat(file).Read(file));

    /// <summary>Reads a private key; the caller disposes it.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="passphrase">Looked at only when the file is encrypted; null or empty for none.</param>
    /// <exception cref="Ec2KeyPairException">As <see cref="Inspect"/>, and PassphraseRequired, PassphraseIncorrect or
    /// PrivateKeyRequired.</exception>
    public static PrivateKey ReadPrivateKey(byte[] content, Passphrase? passphrase = null) => Guard(content, file =>
    {
        if (PrivateFormat(file) is { } format) return format.Read(file, passphrase);
        _ = PublicFormat(file).Read(file); // a damaged or foreign file is told as such first
        throw KeyErrors.PrivateKeyRequired();
    });

    /// <summary>Reads the public key out of a public or a private key file.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="passphrase">Needed only for encrypted files that hide the public half too (PKCS#8, PKCS#1).</param>
    /// <exception cref="Ec2KeyPairException">As <see cref="ReadPrivateKey"/>.</exception>
    public static PublicKey ReadPublicKey(byte[] content, Passphrase? passphrase = null) => Guard(content, file =>
    {
        if (PrivateFormat(file) is not { } format) return PublicFormat(file).Read(file).PublicKey!;
        if (format.Inspect(file).PublicKey is { } shown) return shown;
        using var key = format.Read(file, passphrase);
        return key.PublicKey;
    });

    /// <summary>Writes a private key as a whole file.</summary>
    /// <param name="key">The key; its comment is written where the encoding has one.</param>
    /// <param name="encoding">Any but <see cref="PrivateKeyEncoding.PpkV2"/>.</param>
    /// <param name="passphrase">Null or empty writes the key unencrypted.</param>
    /// <returns>The file's bytes; the caller zeroes them when they hold an unencrypted key.</returns>
    /// <exception cref="Ec2KeyPairException">KeyEncodingUnsupported: Ed25519 as PKCS#1, PKCS#1 with a passphrase, PPK version 2.</exception>
    public static byte[] WritePrivateKey(PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase = null)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        var format = Array.Find(PrivateFormats, candidate => candidate.Encodings.Contains(encoding))
            ?? throw KeyErrors.EncodingUnsupported($"{encoding} is read but not written.", "Write it as Ppk, which is version 3.");
        return format.Write(key, encoding, passphrase is null || passphrase.IsEmpty ? null : passphrase);
    }

    /// <summary>Writes a public key as a whole file.</summary>
    /// <param name="key">The key.</param>
    /// <param name="encoding">Any.</param>
    /// <param name="comment">Written by <see cref="PublicKeyEncoding.OpenSsh"/> and <see cref="PublicKeyEncoding.Rfc4716"/> in ASCII.</param>
    /// <exception cref="Ec2KeyPairException">KeyEncodingUnsupported: Ed25519 as PKCS#1.</exception>
    public static byte[] WritePublicKey(PublicKey key, PublicKeyEncoding encoding, string? comment = null)
    {
        if (key is null) throw new ArgumentNullException(nameof(key));
        return Array.Find(PublicFormats, candidate => candidate.Encodings.Contains(encoding))!.Write(key, encoding, comment);
    }

    private static IPrivateKeyFormat? PrivateFormat(KeyContent content) =>
        Array.Find(PrivateFormats, format => format.Recognises(content));

    private static IPublicKeyFormat PublicFormat(KeyContent content) =>
        Array.Find(PublicFormats, format => format.Recognises(content))
        ?? throw KeyErrors.FormatUnknown("the content is in none of the encodings that this module reads");

    private static T Guard<T>(byte[] content, Func<KeyContent, T> read)
    {
        if (content is null) throw new ArgumentNullException(nameof(content));
        try
        {
            using var file = new KeyContent(content);
            return read(file);
        }
        // The formats check everything themselves; this is for what a platform's crypto may still throw on odd
        // content (a weak 3DES key, say). A disposed passphrase is the caller's mistake and stays what it is.
        catch (Exception failure) when (failure is not (Ec2KeyPairException or OutOfMemoryException or ObjectDisposedException))
        {
            throw KeyErrors.Corrupt("its content can't be made sense of", failure);
        }
    }
}
