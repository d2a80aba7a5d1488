using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>
/// A folder of ordinary private key files that <c>ssh -i</c> uses as they are, with a small metadata file beside each.
/// </summary>
/// <remarks>
/// Safe among many processes: writers take turns (a lock that the system drops with its process), readers need no
/// lock because a file stands whole or not at all. Whole after a crash at any point: the metadata gets its name first, so
/// a key file never stands without its name; metadata without a key file is a remainder that the next writer replaces.
/// Metadata of a file that is about to be replaced fits the old file too, by its digest.
/// The lock covers the naming only: files are written and flushed before, and the folder is flushed after.
/// </remarks>
public sealed class KeyStore : IKeyShelf
{
    private const string LockName = ".lock";
    private const string KnownHostsName = "known_hosts";
    private const string KnownRdpName = "known_rdp";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<string> _notices = [];
    private int _isSwept;

    private KeyStore(string folder) => Folder = folder;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>What had to be mended since the store was opened, a sentence each.</summary>
    public IReadOnlyList<string> Notices
    {
        get
        {
            lock (_notices) return _notices.ToArray();
        }
    }

    /// <summary>Where host keys are pinned: not a key, but as private as the store.</summary>
    public string KnownHostsPath => Path.Combine(Folder, KnownHostsName);

    /// <summary>Where RDP certificates are remembered.</summary>
    public string KnownRdpPath => Path.Combine(Folder, KnownRdpName);

    /// <summary>The lock that writers of this folder's files take.</summary>
    internal string LockPath => Path.Combine(Folder, LockName);

    /// <summary>The user's own map of login users, where he keeps one.</summary>
    public string UserMapPath => Path.Combine(Folder, Users.UserMap.FileName);

    /// <summary>Opens the store at this folder; a folder that is not there yet is an empty store.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    public static KeyStore Open(string folder)
    {
        var store = new KeyStore(KeyStoreLocation.Normal(folder));
        if (KeyStoreLocation.IsThere(store.Folder)) store.Secure();
        return store;
    }

    /// <summary>Opens the store without mending anything, for looking at what is there. Nobody is asked to trust it.</summary>
    internal static KeyStore OpenToRead(string folder) => new(KeyStoreLocation.Normal(folder));

    /// <inheritdoc/>
    public string PathOf(string name, PrivateKeyEncoding encoding) => Entry(name).KeyPathFor(KeyStoreEntry.ExtensionOf(encoding));

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">KeyNameInvalid, KeyStoreUnsafe, FileReadFailed, or a key file condition.</exception>
    public LocalKeyPair? Find(string name) => Kept(EntriesFor(name).Select(entry => entry.Read()).FirstOrDefault(found => found is not null));

    /// <summary>The key pair of this name, which must be there.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, KeyNameInvalid, KeyStoreUnsafe, FileReadFailed, or a key file condition.</exception>
    public LocalKeyPair Get(string name) => Find(name) ?? throw new Ec2KeyPairException(
        ErrorCondition.PrivateKeyNotFound,
        $"There is no private key '{Text.Printable.Text(name)}' in the key store '{Folder}'.",
        name,
        "List what is there with Get-EC2KeyPairLocal.");

    /// <summary>All key pairs, in the order of their file names. One small file is read for each.</summary>
    /// <param name="report">Told of key files that can't be understood or may not be trusted; they are left out.</param>
    /// <exception cref="Ec2KeyPairException">FileReadFailed: the folder can't be listed.</exception>
    public IEnumerable<LocalKeyPair> List(Action<Ec2KeyPairException> report)
    {
        foreach (var name in FileNames())
        {
            if (Read(name, report) is { } keyPair) yield return keyPair;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">
    /// KeyPairExists, KeyNameInvalid, KeyEncodingUnsupported, KeyStoreUnsafe, KeyStoreBusy, FileWriteFailed.
    /// </exception>
    public LocalKeyPair Add(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        try
        {
            return AddFile(name, encoding, content, path => KeyDescription.OfNew(name, path, key, encoding, passphrase, DateTime.UtcNow));
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>Takes a key file in as it is, encrypted as it is.</summary>
    /// <param name="described">What the file says of itself; its public half must be known.</param>
    /// <param name="content">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <exception cref="Ec2KeyPairException">
    /// KeyPairExists, KeyNameInvalid, KeyStoreUnsafe, KeyStoreBusy, FileWriteFailed.
    /// </exception>
    internal LocalKeyPair Adopt(LocalKeyPair described, byte[] content, PrivateKeyEncoding encoding) => AddFile(
        described.Name,
        encoding,
        content,
        path => described with { Path = path, HasPrivateAccessOnly = true, CreatedUtc = DateTime.UtcNow });

    private LocalKeyPair AddFile(string name, PrivateKeyEncoding encoding, byte[] content, Func<string, LocalKeyPair> describe)
    {
        var entries = EntriesFor(name).ToList();
        var path = entries[0].KeyPathFor(KeyStoreEntry.ExtensionOf(encoding));
        ThrowIfTaken(name, entries);
        EnsureWritable();
        using var keyFile = PendingFile.Write(path, content);
        var keyPair = describe(path);
        var metadata = KeyDescription.ToMetadata(keyPair, KeyFileMark.Of(content, keyFile.ModifiedUtc));
        using var metadataFile = PendingFile.Write(entries[0].MetadataPath, KeyMetadataJson.Write(metadata));
        PendingFile.Flush(keyFile, metadataFile);
        using (Lock())
        {
            ThrowIfTaken(name, entries);
            metadataFile.PublishOver();
            keyFile.PublishAsNew();
        }

        keyFile.Settle();
        return Kept(keyPair)!;
    }

    /// <summary>Writes a key of the store anew, in another encoding or under another passphrase; a reader sees the old file or the new one.</summary>
    /// <param name="keyPair">The key pair as it was found.</param>
    /// <param name="key">Its private half.</param>
    /// <param name="encoding">One with the same file extension.</param>
    /// <param name="passphrase">The new passphrase, or null for none.</param>
    /// <exception cref="Ec2KeyPairException">
    /// PrivateKeyNotFound: it was removed since; KeyPairExists: another key has its name now; KeyEncodingUnsupported,
    /// KeyStoreUnsafe, KeyStoreBusy, FileWriteFailed: then the old file still stands.
    /// </exception>
    internal LocalKeyPair Replace(LocalKeyPair keyPair, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        try
        {
            EnsureWritable();
            using var keyFile = PendingFile.Write(keyPair.Path, content);
            PendingFile.Flush(keyFile);
            using (Lock())
            {
                var entry = EntriesFor(keyPair.Name).FirstOrDefault(candidate => candidate.Read() is not null) ?? throw Gone(keyPair);
                var (current, metadata) = entry.ReadCurrent() ?? throw Gone(keyPair);
                if (current.Path != keyPair.Path) throw Gone(keyPair); // Removed, and kept under the other extension since.
                if (current.PublicKey is not null && !KeyDescription.IsSameKey(current.PublicKey, key.PublicKey.ToOpenSshLine())) throw Exists(keyPair.Name, current.Path);
                var renewed = KeyDescription.OfNew(keyPair.Name, current.Path, key, encoding, passphrase, current.CreatedUtc ?? DateTime.UtcNow)
                    with { PublishedTo = current.PublishedTo };
                var mark = KeyFileMark.Of(content, keyFile.ModifiedUtc);
                var next = KeyDescription.ToMetadata(renewed, mark) with { ReplacedSha256 = metadata.FileSha256, Others = metadata.Others };
                PrivateFile.Replace(entry.MetadataPath, KeyMetadataJson.Write(next));
                keyFile.PublishOver();
                keyFile.Settle();
                return Kept(renewed)!;
            }
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="Ec2KeyPairException">
    /// PrivateKeyNotFound: it was removed since; KeyPairExists: another key has its name now; KeyStoreUnsafe,
    /// KeyStoreBusy, FileReadFailed, FileWriteFailed.
    /// </exception>
    public LocalKeyPair Published(LocalKeyPair keyPair, PublishedKeyPair where)
    {
        EnsureWritable();
        using (Lock())
        {
            // Read again under the lock: another process may have published to another Region since.
            var entry = EntriesFor(keyPair.Name).FirstOrDefault(candidate => candidate.Read() is not null) ?? throw Gone(keyPair);
            var (current, metadata) = entry.ReadCurrent() ?? throw Gone(keyPair);
            if (current.PublicKey is not null && !KeyDescription.IsSameKey(current.PublicKey, keyPair.PublicKey)) throw Exists(keyPair.Name, current.Path);
            var others = metadata.PublishedTo.Where(known => known.Region != where.Region || known.KeyName != where.KeyName);
            var published = others.Append(where).OrderBy(known => known.Region, StringComparer.Ordinal).ToList();
            PrivateFile.Replace(entry.MetadataPath, KeyMetadataJson.Write(metadata with { PublishedTo = published }));
            return Kept(current with { PublishedTo = published })!;
        }
    }

    /// <summary>Removes a private key and what is kept beside it.</summary>
    /// <remarks>The key file first: what a crash leaves is metadata without a key, which the next writer replaces.</remarks>
    /// <exception cref="Ec2KeyPairException">
    /// PrivateKeyNotFound: it is gone already; KeyPairExists: another key has its name now; KeyStoreUnsafe,
    /// KeyStoreBusy, FileReadFailed, FileWriteFailed.
    /// </exception>
    public void Remove(LocalKeyPair keyPair)
    {
        EnsureWritable();
        using (Lock())
        {
            // Read again under the lock: the caller decided about this very key, and no other one.
            var entry = EntriesFor(keyPair.Name).FirstOrDefault(candidate => candidate.Read() is not null);
            var current = entry?.Read() ?? throw new Ec2KeyPairException(
                ErrorCondition.PrivateKeyNotFound,
                $"There is no private key '{keyPair.Name}' in the key store '{Folder}' any more.",
                keyPair.Name,
                "List what is there with Get-EC2KeyPairLocal.");
            if (current.PublicKey is not null && !KeyDescription.IsSameKey(current.PublicKey, keyPair.PublicKey)) throw Exists(keyPair.Name, current.Path);
            try
            {
                File.Delete(current.Path);
                // The same name in the other encoding may still need it; a stranger's file of that name stays.
                if (entry!.Taken() is null && entry.ReadMetadata() is not null) File.Delete(entry.MetadataPath);
                if (!Platform.IsWindows) UnixFile.SyncFolder(Folder);
            }
            catch (Exception e) when (FileErrors.IsFileFailure(e))
            {
                throw new Ec2KeyPairException(
                    ErrorCondition.FileWriteFailed,
                    $"'{current.Path}' was not removed: {e.Message}",
                    keyPair.Name,
                    "Check that you may write to the folder and that no other program holds the file open.",
                    e);
            }
        }
    }

    /// <summary>Makes the folder if it is not there, and sees to it that nobody else gets in.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe, FileWriteFailed.</exception>
    public void EnsureFolder()
    {
        if (!KeyStoreLocation.IsThere(Folder)) KeyStoreLocation.Create(Folder);
        Secure();
    }

    private void Secure()
    {
        if (KeyStoreLocation.Secure(Folder) is not { } notice) return;
        lock (_notices) _notices.Add(notice);
    }

    private void EnsureWritable()
    {
        EnsureFolder();
        if (Interlocked.Exchange(ref _isSwept, 1) == 0) Leftovers.Sweep(Folder);
    }

    private IDisposable Lock() => FileLock.Take(LockPath, Patience);

    private IEnumerable<string> FileNames()
    {
        if (!KeyStoreLocation.IsThere(Folder)) return [];
        try
        {
            return Directory.EnumerateFileSystemEntries(Folder)
                .Where(path => KeyStoreEntry.KeyExtensions.Contains(Path.GetExtension(path)))
                .Select(path => Path.GetFileNameWithoutExtension(path)!)
                .Where(name => name.Length > 0 && name[0] != '.')
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToList();
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            return []; // Removed at this moment.
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(Folder, e);
        }
    }

    private LocalKeyPair? Read(string fileName, Action<Ec2KeyPairException> report)
    {
        try
        {
            return Kept(new KeyStoreEntry(Folder, fileName).Read());
        }
        catch (Ec2KeyPairException e)
        {
            report(e);
            return null;
        }
    }

    private LocalKeyPair? Kept(LocalKeyPair? keyPair) => keyPair is null ? null : keyPair with { StorePath = Folder };

    private KeyStoreEntry Entry(string name) => new(Folder, KeyFileName.For(name), name);

    // Its own place first; then the file that somebody put here under the key's very name.
    private IEnumerable<KeyStoreEntry> EntriesFor(string name)
    {
        yield return Entry(name);
        if (!KeyFileName.IsPlain(name) && !KeyFileName.IsHashed(name) && KeyFileName.IsFileName(name)) yield return new KeyStoreEntry(Folder, name, name);
    }

    private static void ThrowIfTaken(string name, List<KeyStoreEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Taken() is { } path && (entry == entries[0] || ExactName.Is(path))) throw Exists(name, path);
        }
    }

    private static Ec2KeyPairException Exists(string name, string path) => new(
        ErrorCondition.KeyPairExists,
        $"A private key '{name}' is already in the key store; it was not overwritten ({path}).",
        name,
        "Choose another name, or take the key that is here.");

    private static Ec2KeyPairException Gone(LocalKeyPair keyPair) => new(
        ErrorCondition.PrivateKeyNotFound,
        $"The private key '{keyPair.Name}' has been removed from the key store since it was found; nothing was written ({keyPair.Path}).",
        keyPair.Name,
        "Restore the key file from a backup, or delete the key pair in EC2.");
}
