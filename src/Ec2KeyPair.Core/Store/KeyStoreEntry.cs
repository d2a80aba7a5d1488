using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>One key of the store: the key file and the metadata beside it.</summary>
/// <param name="folder">The store's folder.</param>
/// <param name="fileName">Name of both files without extension.</param>
/// <param name="knownName">The key name, when it is known without the metadata.</param>
internal sealed class KeyStoreEntry(string folder, string fileName, string? knownName = null)
{
    internal const string MetadataExtension = ".json";
    internal static readonly string[] KeyExtensions = [".pem", ".ppk"];

    internal string MetadataPath { get; } = Path.Combine(folder, fileName + MetadataExtension);

    internal static string ExtensionOf(PrivateKeyEncoding encoding) => encoding == PrivateKeyEncoding.Ppk ? ".ppk" : ".pem";

    internal string KeyPathFor(string extension) => Path.Combine(folder, fileName + extension);

    /// <summary>What has the name of this key's file, in any extension and on some systems in any case; null when nothing has.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal string? Taken() => Array.Find(Array.ConvertAll(KeyExtensions, KeyPathFor), path => StatusOf(path) is not null);

    /// <summary>Metadata that belongs to this file name; a stranger's is none.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal KeyMetadata? ReadMetadata()
    {
        var metadata = KeyMetadataJson.TryRead(MetadataPath);
        return metadata is not null && Belongs(metadata.Name) ? metadata : null;
    }

    /// <summary>The key pair; null when there is none, or it was removed at this moment.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe, FileReadFailed, or a key file condition.</exception>
    internal LocalKeyPair? Read() => ReadCurrent()?.KeyPair;

    /// <summary>The key pair and the metadata that fits its file; for a file that came here by other means, new metadata.</summary>
    /// <exception cref="Ec2KeyPairException">KeyStoreUnsafe, FileReadFailed, or a key file condition.</exception>
    internal (LocalKeyPair KeyPair, KeyMetadata Metadata)? ReadCurrent()
    {
        if (Taken() is not { } path || !ExactName.Is(path) || StatusOf(path) is not { } status) return null;
        ThrowIfUnsafe(path, status);
        try
        {
            var metadata = ReadMetadata();
            var described = metadata is not null && KeyFileMark.Fits(metadata, path, status)
                ? KeyDescription.FromMetadata(path, metadata, status)
                : null;
            return described is not null ? (described, metadata!) : FromFile(path, status, metadata);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.PrivateKeyNotFound)
        {
            return null;
        }
    }

    // A key file that was put or changed here by other means is as good as any; what the metadata says of it
    // counts only as far as the file itself does not contradict.
    private (LocalKeyPair KeyPair, KeyMetadata Metadata)? FromFile(string path, PathStatus status, KeyMetadata? metadata)
    {
        var name = metadata?.Name ?? knownName ?? NameOfFile(path);
        var inspected = KeyFileInspection.Inspect(path, name);
        var mark = KeyFileMark.Of(path, status);
        var isSame = metadata is not null && IsSameKey(inspected, mark, metadata);
        if (isSame) inspected = KeyDescription.Completed(inspected, metadata!, status);
        var fresh = KeyDescription.ToMetadata(inspected, mark) with { Others = isSame ? metadata!.Others : null };
        return (inspected, fresh);
    }

    // An encrypted PKCS#8 file hides its public half. One whose replacement was begun and not finished is known by its digest.
    private static bool IsSameKey(LocalKeyPair inspected, KeyFileMark mark, KeyMetadata metadata) => inspected.PublicKey is null
        ? metadata.ReplacedSha256 == mark.Sha256
        : KeyDescription.IsSameKey(inspected.PublicKey, metadata.PublicKey);

    private string NameOfFile(string path)
    {
        if (!KeyFileName.IsHashed(fileName) && KeyFileName.IsFileName(fileName))
        {
            KeyFileName.ThrowIfInvalid(fileName);
            return fileName;
        }

        throw new Ec2KeyPairException(
            ErrorCondition.FileReadFailed,
            $"'{path}' is a key whose name is not known: '{MetadataPath}', which tells it, is missing or damaged.",
            path,
            "Look the key up by its exact EC2 key name, or give its file with -Path.");
    }

    private bool Belongs(string name)
    {
        try
        {
            return KeyFileName.For(name) == fileName || (name == fileName && KeyFileName.IsFileName(name));
        }
        catch (Ec2KeyPairException)
        {
            return false; // No key name at all.
        }
    }

    private static PathStatus? StatusOf(string path)
    {
        try
        {
            return PathStatus.Of(path);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }

    private static void ThrowIfUnsafe(string path, PathStatus status)
    {
        var fault = status.Kind != PathKind.File ? "is a link, a folder or a device, where a key file has to be"
            : !status.IsMine ? "belongs to another user"
            : null;
        if (fault is null) return;
        throw new Ec2KeyPairException(
            ErrorCondition.KeyStoreUnsafe, $"'{path}' {fault}; it is not used.", path, "Find out who put it there, and remove it.");
    }
}
