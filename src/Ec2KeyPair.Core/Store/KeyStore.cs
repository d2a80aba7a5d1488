using System.Text;
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
/// lock because a file stands whole or not at all. Whole after a crash at any point: metadata is written first, so
/// a key file never stands without its name; metadata without a key file is a remainder that the next writer replaces.
/// </remarks>
public sealed class KeyStore : IKeyShelf
{
    private const string LockName = ".lock";
    private const string KnownHostsName = "known_hosts";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OldTemporary = TimeSpan.FromDays(1);

    private KeyStore(string folder, IReadOnlyList<string> notices)
    {
        Folder = folder;
        Notices = notices;
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>What had to be mended when the store was opened, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>Where host keys are pinned: not a key, but as private as the store.</summary>
    public string KnownHostsPath => Path.Combine(Folder, KnownHostsName);

    /// <summary>Opens the store at this folder; a folder that is not there yet is an empty store.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe.</exception>
    public static KeyStore Open(string folder) =>
        new(folder, Directory.Exists(folder) ? KeyStoreLocation.Secure(folder) : []);

    /// <inheritdoc/>
    public string PathOf(string name, PrivateKeyEncoding encoding) => Entry(name).KeyPathFor(KeyStoreEntry.ExtensionOf(encoding));

    /// <inheritdoc/>
    public LocalKeyPair? Find(string name) => Entry(name).Read();

    /// <summary>All key pairs, by name. One small file is read for each.</summary>
    /// <param name="report">Told of key files that can't be understood; they are left out.</param>
    public IEnumerable<LocalKeyPair> List(Action<Ec2KeyPairException> report)
    {
        if (!Directory.Exists(Folder)) yield break;
        var names = Directory.EnumerateFiles(Folder)
            .Where(path => KeyStoreEntry.KeyExtensions.Contains(Path.GetExtension(path)))
            .Select(Path.GetFileNameWithoutExtension)
            .Distinct(StringComparer.Ordinal)
            .Where(name => name![0] != '.')
            .OrderBy(name => name, StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Read(name!, report) is { } keyPair) yield return keyPair;
        }
    }

    /// <inheritdoc/>
    public LocalKeyPair Add(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase)
    {
        var entry = Entry(name);
        var content = KeyFile.WritePrivateKey(key, encoding, passphrase);
        try
        {
            using (Lock())
            {
                if (entry.KeyPath is { } taken) throw Exists(name, taken);
                var path = entry.KeyPathFor(KeyStoreEntry.ExtensionOf(encoding));
                PrivateFile.Replace(entry.MetadataPath, KeyMetadataJson.Write(Describe(name, key, encoding, passphrase, content.Length)));
                PrivateFile.Create(path, content);
            }

            return entry.Read()!;
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <inheritdoc/>
    public LocalKeyPair Published(LocalKeyPair keyPair, PublishedKeyPair where)
    {
        var entry = Entry(keyPair.Name);
        using (Lock())
        {
            // Read again under the lock: another process may have published to another Region since.
            var metadata = entry.ReadMetadata() ?? Describe(keyPair);
            var others = metadata.PublishedTo.Where(known => known.Region != where.Region || known.KeyName != where.KeyName);
            var updated = metadata with
            {
                PublishedTo = others.Append(where).OrderBy(known => known.Region, StringComparer.Ordinal).ToList(),
            };
            PrivateFile.Replace(entry.MetadataPath, KeyMetadataJson.Write(updated));
        }

        return entry.Read() ?? keyPair;
    }

    private static KeyMetadata Describe(string name, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase, long length) => new()
    {
        Name = name,
        Encoding = encoding.ToString(),
        IsEncrypted = passphrase is { IsEmpty: false },
        PublicKey = key.PublicKey.ToOpenSshLine(),
        Ec2Created = KeyFingerprints.Of(key).Ec2Created,
        Comment = key.Comment.Length == 0 ? null : key.Comment,
        CreatedUtc = DateTime.UtcNow,
        FileLength = length,
    };

    // For a key file that came here by other means and gets its metadata now.
    private static KeyMetadata Describe(LocalKeyPair keyPair) => new()
    {
        Name = keyPair.Name,
        Encoding = keyPair.KeyEncoding,
        IsEncrypted = keyPair.IsEncrypted,
        PublicKey = keyPair.PublicKey ?? "",
        Ec2Created = keyPair.Fingerprints?.Ec2Created,
        Comment = keyPair.Comment,
        CreatedUtc = DateTime.UtcNow,
        FileLength = new FileInfo(keyPair.Path).Length,
    };

    private LocalKeyPair? Read(string fileName, Action<Ec2KeyPairException> report)
    {
        try
        {
            return new KeyStoreEntry(Folder, fileName).Read();
        }
        catch (Ec2KeyPairException e)
        {
            report(e);
            return null;
        }
    }

    private KeyStoreEntry Entry(string name) => new(Folder, KeyFileName.For(name));

    /// <summary>Makes the folder if it is not there, and sees to it that nobody else gets in.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe, FileWriteFailed.</exception>
    public void EnsureFolder()
    {
        if (!Directory.Exists(Folder)) KeyStoreLocation.Create(Folder);
        KeyStoreLocation.Secure(Folder);
    }

    private IDisposable Lock()
    {
        EnsureFolder();
        var held = FileLock.Take(Path.Combine(Folder, LockName), Patience);
        SweepOldTemporaries();
        return held;
    }

    // Under the lock: what a killed writer left behind. Only old ones: -Path writers take no lock.
    private void SweepOldTemporaries()
    {
        foreach (var path in Directory.EnumerateFiles(Folder, PrivateFile.TemporaryPrefix + "*"))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > OldTemporary) File.Delete(path);
        }
    }

    private static Ec2KeyPairException Exists(string name, string path) => new(
        ErrorCondition.KeyPairExists, $"A private key '{name}' is already in the key store; it was not overwritten ({path}).", name);
}
