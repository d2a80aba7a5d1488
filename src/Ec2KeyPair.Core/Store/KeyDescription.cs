using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>Between a key, what is kept of it as metadata, and what is shown of it.</summary>
internal static class KeyDescription
{
    private static readonly HashSet<string> Encodings =
        new(typeof(PrivateKeyEncoding).GetEnumNames(), StringComparer.Ordinal);

    /// <summary>A new key as it is shown, without opening its file again.</summary>
    internal static LocalKeyPair OfNew(
        string name, string path, PrivateKey key, PrivateKeyEncoding encoding, Passphrase? passphrase, DateTime createdUtc) => new()
    {
        Name = name,
        KeyType = key.Type,
        KeySize = key.Size,
        KeyEncoding = encoding.ToString(),
        IsEncrypted = passphrase is { IsEmpty: false },
        HasPrivateKey = true,
        Path = path,
        PublicKey = key.PublicKey.ToOpenSshLine(key.Comment),
        Fingerprints = KeyFingerprints.Of(key),
        HasPrivateAccessOnly = true, // PendingFile writes no other.
        Comment = key.Comment.Length == 0 ? null : key.Comment,
        CreatedUtc = createdUtc,
    };

    /// <summary>What is kept of a key pair whose file has this mark.</summary>
    internal static KeyMetadata ToMetadata(LocalKeyPair keyPair, KeyFileMark mark) => new()
    {
        Name = keyPair.Name,
        Encoding = keyPair.KeyEncoding,
        IsEncrypted = keyPair.IsEncrypted,
        PublicKey = Bare(keyPair.PublicKey),
        Ec2Created = keyPair.Fingerprints?.Ec2Created,
        Comment = keyPair.Comment,
        CreatedUtc = keyPair.CreatedUtc ?? DateTime.UtcNow,
        FileLength = mark.Length,
        FileModifiedUtc = mark.ModifiedUtc,
        FileSha256 = mark.Sha256,
        PublishedTo = keyPair.PublishedTo,
    };

    /// <summary>The key pair that the metadata tells of; null when it does not make sense.</summary>
    internal static LocalKeyPair? FromMetadata(string path, KeyMetadata metadata, PathStatus status)
    {
        if (!IsEncoding(metadata.Encoding) || PublicKeyOf(metadata.PublicKey) is not { } publicKey) return null;
        var fingerprints = KeyFingerprints.Of(publicKey);
        return new LocalKeyPair
        {
            Name = metadata.Name,
            KeyType = publicKey.Type,
            KeySize = publicKey.Size,
            KeyEncoding = metadata.Encoding,
            IsEncrypted = metadata.IsEncrypted,
            HasPrivateKey = true,
            Path = path,
            PublicKey = publicKey.ToOpenSshLine(metadata.Comment),
            Fingerprints = fingerprints with { Ec2Created = fingerprints.Ec2Created ?? metadata.Ec2Created },
            HasPrivateAccessOnly = status.IsPrivate,
            PublishedTo = metadata.PublishedTo,
            Comment = metadata.Comment,
            CreatedUtc = metadata.CreatedUtc,
        };
    }

    /// <summary>What was read from a key file, and what metadata of the same key tells beyond it.</summary>
    internal static LocalKeyPair Completed(LocalKeyPair inspected, KeyMetadata metadata, PathStatus status)
    {
        inspected = inspected with { PublishedTo = metadata.PublishedTo, CreatedUtc = metadata.CreatedUtc };
        if (FromMetadata(inspected.Path, metadata, status) is not { } known) return inspected;
        return inspected with
        {
            KeyType = known.KeyType,
            KeySize = known.KeySize,
            PublicKey = inspected.PublicKey ?? known.PublicKey,
            Fingerprints = inspected.Fingerprints?.Ec2Created is null ? known.Fingerprints : inspected.Fingerprints,
            Comment = inspected.Comment ?? known.Comment,
        };
    }

    /// <summary>True when both lines hold the same key, whatever their comments.</summary>
    internal static bool IsSameKey(string? left, string? right) => Bare(left) is { Length: > 0 } key && key == Bare(right);

    // Type and key without the comment, which the metadata has a field for.
    private static string Bare(string? line) => line?.Split(' ') is [var type, var blob, ..] ? type + " " + blob : "";

    private static bool IsEncoding(string text) => Encodings.Contains(text);

    private static PublicKey? PublicKeyOf(string line)
    {
        try
        {
            return KeyFile.ReadPublicKey(Encoding.UTF8.GetBytes(Bare(line)));
        }
        catch (Ec2KeyPairException)
        {
            return null; // Then the key file tells.
        }
    }
}
