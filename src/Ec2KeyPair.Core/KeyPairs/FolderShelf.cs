using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>A place outside the key store: one file that the user named, or a folder in which each key gets its file.</summary>
public sealed class FolderShelf : IKeyShelf
{
    private readonly string _path;
    private readonly bool _isFolder;
    private string? _nameOfFile;

    /// <summary>Creates the shelf.</summary>
    /// <param name="path">Full path of an existing folder, or of the file to write.</param>
    public FolderShelf(string path)
    {
        _path = path;
        _isFolder = Directory.Exists(path);
    }

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">KeyNameInvalid; KeyPairExists: the one file is another key's.</exception>
    public string PathOf(string name, PrivateKeyEncoding encoding)
    {
        var fileName = KeyFileName.For(name);
        if (_isFolder) return Path.Combine(_path, fileName + KeyStoreEntry.ExtensionOf(encoding));
        // Two names can't share a file: the second would be published with the first one's key.
        var owner = Interlocked.CompareExchange(ref _nameOfFile, name, null) ?? name;
        return owner == name ? _path : throw new Ec2KeyPairException(
            ErrorCondition.KeyPairExists,
            $"'{_path}' is the file of the key '{owner}'; '{name}' can't have it too.",
            name,
            "Give an existing folder as the path, in which every key gets a file of its own.");
    }

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">KeyPairExists: the path is taken, and not by a private key; FileReadFailed, KeyNameInvalid.</exception>
    public LocalKeyPair? Find(string name)
    {
        var paths = new[] { PrivateKeyEncoding.OpenSsh, PrivateKeyEncoding.Ppk }.Select(encoding => PathOf(name, encoding)).Distinct();
        return paths.Select(path => FindAt(path, name)).FirstOrDefault(found => found is not null);
    }

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">KeyPairExists, KeyNameInvalid, KeyEncodingUnsupported, FileWriteFailed.</exception>
    public LocalKeyPair Add(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var path = PathOf(name, encoding);
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        try
        {
            PrivateFile.Create(path, content);
            Leftovers.Sweep(Path.GetDirectoryName(path)!);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }

        return KeyDescription.OfNew(name, path, key, encoding, passphrase, DateTime.UtcNow);
    }

    /// <inheritdoc/>
    public LocalKeyPair Published(LocalKeyPair keyPair, PublishedKeyPair where) =>
        keyPair with { PublishedTo = [.. keyPair.PublishedTo, where] };

    private static LocalKeyPair? FindAt(string path, string name)
    {
        try
        {
            var found = KeyFileInspection.Inspect(path, name);
            ThrowIfForeign(path);
            return found.HasPrivateKey ? found : throw NoPrivateKey(path, null);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.PrivateKeyNotFound)
        {
            return null;
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.KeyFormatUnknown or ErrorCondition.KeyFileCorrupt)
        {
            throw NoPrivateKey(path, e);
        }
    }

    // In a folder like /tmp anybody can put a key of their own under the name and wait for it to be published.
    private static void ThrowIfForeign(string path)
    {
        try
        {
            if (PathStatus.OfTarget(path) is not { IsMine: false }) return;
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }

        throw new Ec2KeyPairException(
            ErrorCondition.KeyStoreUnsafe, $"'{path}' belongs to another user; it is not used.", path, "Choose another path, or find out who put it there.");
    }

    private static Ec2KeyPairException NoPrivateKey(string path, Exception? cause) => new(
        ErrorCondition.KeyPairExists,
        $"'{path}' exists and holds no private key; it was not overwritten.",
        path,
        "Choose another path, or remove it first.",
        cause);
}
