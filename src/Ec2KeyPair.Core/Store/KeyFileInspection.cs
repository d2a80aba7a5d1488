using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>Describes any key file, in the store or not.</summary>
public static class KeyFileInspection
{
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
                HasPrivateAccessOnly = Reading(path, () => PathStatus.OfTarget(path) is { IsPrivate: true }),
                Comment = info.Comment,
            };
        }
        catch (Ec2KeyPairException e) when (e.Subject is null)
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
        catch (Ec2KeyPairException e) when (e.Subject is null)
        {
            throw new Ec2KeyPairException(e.Condition, $"'{path}': {e.Message}", path, e.Mend, e);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>The file's content, which the caller zeroes.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, FileReadFailed, KeyFormatUnknown: too large.</exception>
    internal static byte[] ReadContent(string path) => Reading(path, () =>
        SharedFile.Read(path, KeyFileLimits.MaxFileBytes)
        ?? throw new Ec2KeyPairException(
            ErrorCondition.KeyFormatUnknown,
            $"'{path}' has more than {KeyFileLimits.MaxFileBytes:N0} bytes: no key file is that large.",
            path,
            "Give the key file itself."));

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }
}
