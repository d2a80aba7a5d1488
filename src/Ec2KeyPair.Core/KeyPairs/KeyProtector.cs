using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>Sets, changes and removes passphrases, and closes key files that others can read.</summary>
public static class KeyProtector
{
    /// <summary>Writes a key of the store anew under another passphrase.</summary>
    /// <param name="store">The store.</param>
    /// <param name="keyPair">The key pair in it.</param>
    /// <param name="key">Its opened private half.</param>
    /// <param name="passphrase">The new passphrase; null to have none.</param>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, KeyPairExists, KeyStoreBusy, FileWriteFailed: then the old file still stands.</exception>
    public static LocalKeyPair Rewrite(KeyStore store, LocalKeyPair keyPair, PrivateKey key, Passphrase? passphrase) =>
        store.Replace(keyPair, key, Encoding(keyPair, passphrase), passphrase);

    /// <summary>Writes a key file outside the store anew under another passphrase.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed: then the old file still stands.</exception>
    public static LocalKeyPair Rewrite(LocalKeyPair keyPair, PrivateKey key, Passphrase? passphrase)
    {
        ThrowIfLink(keyPair.Path);
        KeyExporter.WritePrivate(key, keyPair.Path, Encoding(keyPair, passphrase), passphrase, overwrite: true);
        return KeyFileInspection.Inspect(keyPair.Path, keyPair.Name, passphrase);
    }

    /// <summary>Takes other users' access to a key file away.</summary>
    /// <returns>True when there was any.</returns>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    public static bool MendAccess(string path)
    {
        ThrowIfLink(path);
        try
        {
            if (PathStatus.Of(path) is { IsPrivate: true }) return false;
            PrivateAccess.Mend(path, isFolder: false);
            return true;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(path, e);
        }
    }

    private static PrivateKeyEncoding Encoding(LocalKeyPair keyPair, Passphrase? passphrase) =>
        EncodingChoice.ForRewrite(keyPair.PrivateEncoding, passphrase is { IsEmpty: false });

    // A rename would replace the link and leave the old key, readable as before, where it points.
    private static void ThrowIfLink(string path)
    {
        if (PathStatus.Of(path) is not { Kind: PathKind.Link }) return;
        throw new Ec2KeyPairException(
            ErrorCondition.FileWriteFailed, $"'{path}' is a link; it is not written through.", path, "Give the file that it points to.");
    }
}
