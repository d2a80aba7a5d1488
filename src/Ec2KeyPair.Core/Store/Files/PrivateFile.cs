using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>
/// Writes files that nobody else can open at any moment, and that stand under their name whole or not at all: a
/// temporary file in the same folder, private at creation, flushed to the disk, and only then given its name.
/// </summary>
public static class PrivateFile
{
    /// <summary>What the names of unfinished files begin with.</summary>
    internal const string TemporaryPrefix = ".ec2keypair-";

    /// <summary>Writes a file whose name is free.</summary>
    /// <exception cref="Ec2KeyPairException">KeyPairExists: the name is taken, also by a link; FileWriteFailed.</exception>
    public static void Create(string path, byte[] content) => Write(path, content, temporary =>
    {
        if (TryPublish(temporary, path)) return;
        throw new Ec2KeyPairException(
            ErrorCondition.KeyPairExists, $"'{path}' exists; it was not overwritten.", path, "Choose another path, or remove it first.");
    });

    /// <summary>Writes a file in place of the one that has the name, if any; a reader sees the old one or the new one.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed; then the old file still stands.</exception>
    public static void Replace(string path, byte[] content) => Write(path, content, temporary =>
    {
        if (!Platform.IsWindows) UnixFile.Replace(temporary, path);
#if NET
        else File.Move(temporary, path, overwrite: true);
#else
        else if (File.Exists(path)) File.Replace(temporary, path, null);
        else File.Move(temporary, path);
#endif
    });

    private static bool TryPublish(string temporary, string path)
    {
        if (!Platform.IsWindows)
        {
            if (!UnixFile.TryLink(temporary, path)) return false;
            File.Delete(temporary);
            return true;
        }

        if (File.Exists(path)) return false;
        File.Move(temporary, path); // Fails when the name has been taken since.
        return true;
    }

    private static void Write(string path, byte[] content, Action<string> publish)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = Path.Combine(folder, TemporaryPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            using (var file = Platform.IsWindows ? WindowsFile.CreatePrivate(temporary) : UnixFile.CreatePrivate(temporary))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            publish(temporary);
            if (!Platform.IsWindows) UnixFile.SyncFolder(folder);
        }
        catch (Exception e)
        {
            RemoveQuietly(temporary);
            if (e is IOException or UnauthorizedAccessException) throw Failed(path, e);
            throw;
        }
    }

    private static void RemoveQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report; the store sweeps what is left.
        }
    }

    private static Ec2KeyPairException Failed(string path, Exception cause) => new(
        ErrorCondition.FileWriteFailed,
        $"'{path}' was not written: {cause.Message}",
        path,
        "Check that the folder exists, that you may write to it and that the disk has room.",
        cause);
}
