using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>
/// A file that is written under a temporary name in its folder, private at creation, is flushed, and waits to be given
/// its final name. Disposing it takes away what was not published.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    /// <summary>What the names of unfinished files begin with.</summary>
    internal const string TemporaryPrefix = ".ec2keypair-";

    private readonly string _path;
    private readonly string _temporary;
    private FileStream? _file;
    private bool _isPublished;

    private PendingFile(string path, string temporary)
    {
        _path = path;
        _temporary = temporary;
    }

    /// <summary>When the content was written, as the file system keeps it; the final name will show the same.</summary>
    internal DateTime ModifiedUtc { get; private set; }

    /// <summary>Writes the content; it is not flushed and nothing has the final name yet.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed; then nothing is left behind.</exception>
    internal static PendingFile Write(string path, byte[] content)
    {
        PendingFile? pending = null;
        try
        {
            var full = Path.GetFullPath(path);
            var folder = Path.GetDirectoryName(full) ?? throw new IOException("It names no file.");
            pending = new PendingFile(full, Path.Combine(folder, TemporaryPrefix + Guid.NewGuid().ToString("N")));
            pending.WriteTemporary(content);
            return pending;
        }
        catch (Exception e)
        {
            pending?.Dispose();
            if (FileErrors.IsFileFailure(e)) throw FileErrors.Write(path, e);
            throw;
        }
    }

    /// <summary>Makes the content of all these files survive a power cut.</summary>
    /// <remarks>Of several files at once: a flush costs a turn of the disk, which they then share.</remarks>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal static void Flush(params PendingFile[] files)
    {
        if (!Platform.IsWindows)
        {
            foreach (var pending in files) UnixFile.StartWriting(pending._file!);
        }

        foreach (var pending in files) pending.Flush();
    }

    /// <summary>Takes the final name if it is free.</summary>
    /// <param name="mend">What to do where it is not.</param>
    /// <exception cref="Ec2KeyPairException">KeyPairExists: the name is taken, also by a link or a folder; FileWriteFailed.</exception>
    internal void PublishAsNew(string mend = "Choose another path, or remove it first.")
    {
        if (TryPublishAsNew()) return;
        throw new Ec2KeyPairException(
            ErrorCondition.KeyPairExists, $"'{_path}' exists; it was not overwritten.", _path, mend);
    }

    /// <summary>Takes the final name if it is free; false when it is taken, also by a link or a folder.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal bool TryPublishAsNew() => Publish(
        () => Platform.IsWindows ? WindowsFile.TryPublish(_temporary, _path) : UnixFile.TryPublish(_temporary, _path));

    /// <summary>Takes the final name from the file that has it, if any: a reader sees the old one or the new one.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed; then the old file still stands.</exception>
    internal void PublishOver() => Publish(() =>
    {
        if (Platform.IsWindows) WindowsFile.Replace(_temporary, _path);
        else UnixFile.Replace(_temporary, _path);
        return true;
    });

    /// <summary>The same for a file that the user named: whatever else has the name (a link, a folder, a pipe, a device) stays.</summary>
    /// <remarks>What takes the name between the look and the rename is replaced: no system call renames over files only.</remarks>
    /// <exception cref="Ec2KeyPairException">FileExists: no file has the name, but something else; FileWriteFailed.</exception>
    internal void PublishOverFile()
    {
        ReplaceableFile.ThrowIfOther(_path);
        PublishOver();
    }

    /// <summary>Gives the file the mode and owner (Windows: the access list) of one that it is to replace.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal void TakeAccessOf(string path)
    {
        try
        {
            if (Platform.IsWindows) WindowsAccess.Copy(path, _temporary);
            else UnixAccess.Copy(path, _temporary);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(_path, e);
        }
    }

    /// <summary>Makes the final name survive a power cut.</summary>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal void Settle()
    {
        if (Platform.IsWindows) return; // Names are written through there.
        try
        {
            UnixFile.SyncFolder(Path.GetDirectoryName(_path)!);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(_path, e);
        }
    }

    public void Dispose()
    {
        if (_isPublished) return;
        try
        {
            _file?.Dispose();
            File.Delete(_temporary);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            // What went wrong before is the error to report; Leftovers sweeps up what stays.
        }
    }

    private bool Publish(Func<bool> name)
    {
        try
        {
            return _isPublished = name();
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(_path, e);
        }
    }

    private void Flush()
    {
        try
        {
            _file!.Flush(flushToDisk: true);
            _file.Dispose(); // Windows renames no open file.
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw FileErrors.Write(_path, e);
        }
    }

    private void WriteTemporary(byte[] content)
    {
        _file = Platform.IsWindows ? WindowsFile.CreatePrivate(_temporary) : UnixFile.CreatePrivate(_temporary);

        // Before the first byte: FAT, and Windows drives under WSL, keep no modes and show every file to everybody.
        if (PathStatus.Of(_temporary) is not { IsPrivate: true })
        {
            throw new IOException("The file system does not keep other users away from a file.");
        }

        _file.Write(content, 0, content.Length);
        _file.Flush();
        ModifiedUtc = PathStatus.Of(_temporary)?.ModifiedUtc ?? throw new IOException("It was removed while it was written.");
    }
}
