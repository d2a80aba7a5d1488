using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>One key of the store: the key file and the metadata beside it.</summary>
internal sealed class KeyStoreEntry
{
    internal const string MetadataExtension = ".json";
    internal static readonly string[] KeyExtensions = [".pem", ".ppk"];
    private readonly string _folder;
    private readonly string _fileName;

    internal KeyStoreEntry(string folder, string fileName)
    {
        _folder = folder;
        _fileName = fileName;
    }

    internal string MetadataPath => Path.Combine(_folder, _fileName + MetadataExtension);

    /// <summary>The key file that is there; null when there is none.</summary>
    internal string? KeyPath => KeyExtensions.Select(KeyPathFor).FirstOrDefault(File.Exists);

    internal static string ExtensionOf(PrivateKeyEncoding encoding) => encoding == PrivateKeyEncoding.Ppk ? ".ppk" : ".pem";

    internal string KeyPathFor(string extension) => Path.Combine(_folder, _fileName + extension);

    /// <summary>Metadata that belongs to this file name; a stranger's is none.</summary>
    internal KeyMetadata? ReadMetadata()
    {
        var metadata = KeyMetadataJson.TryRead(MetadataPath);
        if (metadata is null) return null;
        try
        {
            return KeyFileName.For(metadata.Name) == _fileName ? metadata : null;
        }
        catch (Ec2KeyPairException)
        {
            return null;
        }
    }

    /// <summary>The key pair; null when it has been removed, or its name can't be known.</summary>
    internal LocalKeyPair? Read()
    {
        if (KeyPath is not { } path) return null;
        try
        {
            var metadata = ReadMetadata();
            var fits = metadata is not null && new FileInfo(path).Length == metadata.FileLength;
            return (fits ? FromMetadata(path, metadata!) : null) ?? FromFile(path, metadata);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static LocalKeyPair? FromMetadata(string path, KeyMetadata metadata)
    {
        if (!Enum.TryParse<PrivateKeyEncoding>(metadata.Encoding, out var encoding)) return null;
        PublicKey publicKey;
        try
        {
            publicKey = KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(metadata.PublicKey));
        }
        catch (Ec2KeyPairException)
        {
            return null;
        }

        var fingerprints = KeyFingerprints.Of(publicKey);
        return new LocalKeyPair
        {
            Name = metadata.Name,
            KeyType = publicKey.Type,
            KeySize = publicKey.Size,
            KeyEncoding = encoding.ToString(),
            IsEncrypted = metadata.IsEncrypted,
            HasPrivateKey = true,
            Path = path,
            PublicKey = publicKey.ToOpenSshLine(metadata.Comment),
            Fingerprints = fingerprints with { Ec2Created = fingerprints.Ec2Created ?? metadata.Ec2Created },
            HasPrivateAccessOnly = PrivateAccess.Holds(path),
            PublishedTo = metadata.PublishedTo,
            Comment = metadata.Comment,
            CreatedUtc = metadata.CreatedUtc,
        };
    }

    // A key file that was put or changed here by other means is as good as any; what the metadata says of the
    // public half counts only as far as the file itself does not contradict.
    private LocalKeyPair? FromFile(string path, KeyMetadata? metadata)
    {
        if (metadata is null && !KeyFileName.IsPlain(_fileName)) return null;
        var inspected = KeyFileInspection.Inspect(path, metadata?.Name ?? _fileName);
        return metadata is not null && inspected.PublicKey is { } line && SameKey(line, metadata.PublicKey)
            ? inspected with { PublishedTo = metadata.PublishedTo, CreatedUtc = metadata.CreatedUtc }
            : inspected;
    }

    private static bool SameKey(string left, string right) => Blob(left) == Blob(right);

    private static string Blob(string line) => line.Split(' ') is [_, var blob, ..] ? blob : line;
}
