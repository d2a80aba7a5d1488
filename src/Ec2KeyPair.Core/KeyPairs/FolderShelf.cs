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

    /// <summary>Creates the shelf.</summary>
    /// <param name="path">Full path of an existing folder, or of the file to write.</param>
    public FolderShelf(string path)
    {
        _path = path;
        _isFolder = Directory.Exists(path);
    }

    /// <inheritdoc/>
    public string PathOf(string name, PrivateKeyEncoding encoding)
    {
        var fileName = KeyFileName.For(name);
        return _isFolder ? Path.Combine(_path, fileName + KeyStoreEntry.ExtensionOf(encoding)) : _path;
    }

    /// <inheritdoc/>
    public LocalKeyPair? Find(string name)
    {
        var path = KeyStoreEntry.KeyExtensions
            .Select(extension => _isFolder ? Path.Combine(_path, KeyFileName.For(name) + extension) : _path)
            .FirstOrDefault(File.Exists);
        if (path is null) return null;
        var found = KeyFileInspection.Inspect(path, name);
        return found.HasPrivateKey
            ? found
            : throw new Ec2KeyPairException(ErrorCondition.KeyPairExists, $"'{path}' exists and is no private key; it was not overwritten.", path);
    }

    /// <inheritdoc/>
    public LocalKeyPair Add(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var path = PathOf(name, encoding);
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        try
        {
            PrivateFile.Create(path, content);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }

        // The public half is known here even where the file hides it.
        return KeyFileInspection.Inspect(path, name, passphrase) with { CreatedUtc = DateTime.UtcNow };
    }

    /// <inheritdoc/>
    public LocalKeyPair Published(LocalKeyPair keyPair, PublishedKeyPair where) =>
        keyPair with { PublishedTo = [.. keyPair.PublishedTo, where] };
}
