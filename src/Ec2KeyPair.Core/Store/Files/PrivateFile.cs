using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>
/// Writes files that nobody else can open at any moment, and that stand under their name whole or not at all: a
/// temporary file in the same folder, private at creation, flushed to the disk, and only then given its name.
/// </summary>
public static class PrivateFile
{
    /// <summary>Writes a file whose name is free.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="mend">What to do where the name is not free.</param>
    /// <exception cref="Ec2KeyPairException">KeyPairExists: the name is taken, also by a link; FileWriteFailed.</exception>
    public static void Create(string path, byte[] content, string mend = "Choose another path, or remove it first.")
    {
        using var file = PendingFile.Write(path, content);
        PendingFile.Flush(file);
        file.PublishAsNew(mend);
        file.Settle();
    }

    /// <summary>Writes a file in place of the one that has the name, if any; a reader sees the old one or the new one.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed; then the old file still stands.</exception>
    public static void Replace(string path, byte[] content)
    {
        using var file = PendingFile.Write(path, content);
        PendingFile.Flush(file);
        file.PublishOver();
        file.Settle();
    }

    /// <summary>The same under a path that the user named: only a file is replaced, no link, folder, pipe or device.</summary>
    /// <exception cref="Ec2KeyPairException">FileExists: something else has the name; FileWriteFailed. Then what was there still stands.</exception>
    public static void ReplaceFile(string path, byte[] content)
    {
        ReplaceableFile.ThrowIfOther(path); // Before anything is written beside it: that may be /dev.
        using var file = PendingFile.Write(path, content);
        PendingFile.Flush(file);
        file.PublishOverFile();
        file.Settle();
    }
}
