using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>Describes any key file, in the store or not.</summary>
public static class KeyFileInspection
{
    // What the parsers take at most; a file of this name that is larger is no key.
    private const int LargestFile = 1024 * 1024;

    /// <summary>Describes the file without opening an encrypted private key; with a passphrase, that too.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed, PassphraseIncorrect, or a key file condition.</exception>
    public static LocalKeyPair Inspect(string path, string? name = null, Passphrase? passphrase = null)
    {
        var content = ReadContent(path);
        try
        {
            var info = KeyFile.Inspect(content);
            var publicKey = info.PublicKey;
            var fingerprints = publicKey is null ? null : KeyFingerprints.Of(publicKey);
            if (info.PrivateEncoding is not null && (!info.IsEncrypted || passphrase is not null))
            {
                using var key = KeyFile.ReadPrivateKey(content, passphrase);
                publicKey = key.PublicKey;
                fingerprints = KeyFingerprints.Of(key);
            }

            return new LocalKeyPair
            {
                Name = name ?? Path.GetFileNameWithoutExtension(path),
                KeyType = publicKey?.Type,
                KeySize = publicKey?.Size,
                KeyEncoding = info.PrivateEncoding?.ToString() ?? info.PublicEncoding!.Value.ToString(),
                IsEncrypted = info.IsEncrypted,
                HasPrivateKey = info.PrivateEncoding is not null,
                Path = path,
                PublicKey = publicKey?.ToOpenSshLine(info.Comment),
                Fingerprints = fingerprints,
                HasPrivateAccessOnly = PrivateAccess.Holds(path),
                Comment = info.Comment,
            };
        }
        catch (Ec2KeyPairException e)
        {
            throw new Ec2KeyPairException(e.Condition, $"'{path}': {e.Message}", path, e.Mend, e);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Opens the private key in a file.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed, PassphraseRequired, PassphraseIncorrect, or a key file condition.</exception>
    public static PrivateKey Open(string path, Passphrase? passphrase)
    {
        var content = ReadContent(path);
        try
        {
            return KeyFile.ReadPrivateKey(content, passphrase);
        }
        catch (Ec2KeyPairException e)
        {
            throw new Ec2KeyPairException(e.Condition, $"'{path}': {e.Message}", path, e.Mend, e);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    private static byte[] ReadContent(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LargestFile) throw TooLarge(path, file.Length);
            var content = new byte[file.Length];
            var read = 0;
            while (read < content.Length)
            {
                var now = file.Read(content, read, content.Length - read);
                if (now == 0) break;
                read += now;
            }

            return read == content.Length ? content : content.AsSpan(0, read).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Ec2KeyPairException(
                e is FileNotFoundException or DirectoryNotFoundException ? ErrorCondition.PrivateKeyNotFound : ErrorCondition.FileReadFailed,
                $"'{path}' can't be read: {e.Message}",
                path,
                innerException: e);
        }
    }

    private static Ec2KeyPairException TooLarge(string path, long length) => new(
        ErrorCondition.KeyFormatUnknown, $"'{path}' has {length:N0} bytes: no key file is that large.", path);
}
