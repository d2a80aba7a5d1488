using System.Security.Cryptography;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Store;

/// <summary>By what the metadata knows its key file again: length and time at a glance, the digest where these differ.</summary>
internal readonly record struct KeyFileMark(long Length, DateTime ModifiedUtc, string Sha256)
{
    /// <summary>The mark of content that is about to be written, or has been.</summary>
    internal static KeyFileMark Of(byte[] content, DateTime modifiedUtc) => new(content.Length, modifiedUtc, Digest(content));

    /// <summary>The mark of a file.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, FileReadFailed.</exception>
    internal static KeyFileMark Of(string path, PathStatus status)
    {
        var content = Content(path);
        try
        {
            return Of(content, status.ModifiedUtc);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <summary>True when the metadata describes this file as it is now. One that was only copied or touched still fits.</summary>
    /// <exception cref="Ec2KeyPairException">PrivateKeyNotFound, FileReadFailed.</exception>
    internal static bool Fits(KeyMetadata metadata, string path, PathStatus status) =>
        metadata.FileLength == status.Length
        && (metadata.FileModifiedUtc == status.ModifiedUtc
            || (metadata.FileSha256 is { } digest && digest == Of(path, status).Sha256));

    private static byte[] Content(string path)
    {
        try
        {
            return SharedFile.Read(path, KeyFileLimits.MaxFileBytes) ?? [];
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Read(path, e);
        }
    }

    private static string Digest(byte[] content)
    {
        using var sha256 = SHA256.Create();
        return Convert.ToBase64String(sha256.ComputeHash(content));
    }
}
