using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>The files of one instance, over one SFTP connection; several requests may be under way at once.</summary>
/// <remarks>SSH.NET resolves the links in every path before it uses it (SSH_FXP_REALPATH): a path leads to what its links lead to.</remarks>
/// <param name="link">The connection.</param>
/// <param name="watch">Notices when nothing moves any more.</param>
internal sealed class RemoteFiles(SshLink<SftpClient> link, StallWatch watch)
{
    private readonly SftpClient _client = link.Client;
    private readonly IProgress<UploadFileProgressReport> _taken = new Taken(watch);

    internal string InstanceId => link.Instance.InstanceId;

    internal Connect.ConnectionRoute Via => link.Via;

    /// <summary>The connection has gone: nothing more can be asked.</summary>
    internal bool IsLost => watch.HasStalled || !_client.IsConnected;

    /// <summary>What stands there, links followed; null when nothing does.</summary>
    /// <exception cref="Ec2KeyPairException">RemoteAccessDenied, RemoteFileFailed, ConnectionLost.</exception>
    internal async Task<RemoteEntry?> FindAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await AskAsync(path, async () =>
            {
                var found = await _client.GetAsync(path, cancel).ConfigureAwait(false);
                return RemoteEntry.From(RemotePath.NameOf(path), found.FullName, found.Attributes);
            }, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.PathNotFound)
        {
            return null;
        }
    }

    /// <summary>What stands there, links followed.</summary>
    /// <exception cref="Ec2KeyPairException">PathNotFound, RemoteAccessDenied, RemoteFileFailed, ConnectionLost.</exception>
    internal Task<RemoteEntry> GetAsync(string path, CancellationToken cancel) => AskAsync(path, async () =>
    {
        var found = await _client.GetAsync(path, cancel).ConfigureAwait(false);
        return RemoteEntry.From(RemotePath.NameOf(path), found.FullName, found.Attributes);
    }, cancel);

    /// <summary>What is in a folder, links as links; without <c>.</c> and <c>..</c>. Names are as the instance sends them: check each before use.</summary>
    /// <exception cref="Ec2KeyPairException">PathNotFound, RemoteAccessDenied, RemoteFileFailed, RemoteNameUnsafe, ConnectionLost.</exception>
    internal async Task<IReadOnlyList<RemoteEntry>> ListAsync(string folder, CancellationToken cancel)
    {
        // SSH.NET puts folder and name together, and shows what follows the last separator as the name: of a name with
        // separators in it that would be a harmless rest. So the name is taken to be all that follows the folder.
        var prefix = RemotePath.Combine((await GetAsync(folder, cancel).ConfigureAwait(false)).Path, "");
        return await AskAsync(folder, async () =>
        {
            var entries = new List<RemoteEntry>();
            await foreach (var entry in _client.ListDirectoryAsync(folder, cancel).ConfigureAwait(false))
            {
                if (!entry.FullName.StartsWith(prefix, StringComparison.Ordinal)) throw RemoteName.Elsewhere(entry.FullName, folder);
                var name = entry.FullName.Substring(prefix.Length);
                if (name is "." or "..") continue;
                entries.Add(RemoteEntry.From(name, RemotePath.Combine(folder, name), entry.Attributes));
            }

            return (IReadOnlyList<RemoteEntry>)entries;
        }, cancel).ConfigureAwait(false);
    }

    /// <summary>Makes a folder, unless there is one.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="mode">Its permission bits, if it is made; null for what the account's new folders have.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">DestinationProtected: something else has the name; RemoteAccessDenied, RemoteFileFailed, ConnectionLost.</exception>
    internal async Task EnsureFolderAsync(string path, int? mode, CancellationToken cancel)
    {
        if (await FindAsync(path, cancel).ConfigureAwait(false) is { } there)
        {
            if (there.Kind != RemoteEntryKind.Folder) throw CopyErrors.OtherKind(path, "no folder");
            return;
        }

        await AskAsync(path, () => _client.CreateDirectoryAsync(path, cancel), cancel).ConfigureAwait(false);
        if (mode is { } bits) await ChangeAsync(path, attributes => attributes.SetPermissions(FileModes.Digits(bits)), cancel).ConfigureAwait(false);
    }

    /// <summary>Writes a new file.</summary>
    /// <param name="path">A name that nothing has.</param>
    /// <param name="content">What to write.</param>
    /// <param name="isPrivate">Nobody else may read it, from before its first byte.</param>
    /// <param name="cancel">Gives up; what was written stays.</param>
    internal async Task WriteNewAsync(string path, Stream content, bool isPrivate, CancellationToken cancel)
    {
        if (isPrivate)
        {
            // SSH.NET can't say the mode when it creates a file: so it is empty until it has it.
            await AskAsync(path, async () =>
            {
                using var empty = await _client.OpenAsync(path, FileMode.CreateNew, FileAccess.Write, cancel).ConfigureAwait(false);
            }, cancel).ConfigureAwait(false);
            await ChangeAsync(path, attributes => attributes.SetPermissions(FileModes.Digits(FileModes.OwnerOnly)), cancel).ConfigureAwait(false);
        }

        await AskAsync(path, () => _client.UploadFileAsync(content, path, canOverride: isPrivate, _taken, cancel), cancel).ConfigureAwait(false);
    }

    /// <summary>Reads a file to its end.</summary>
    internal async Task ReadAsync(string path, Stream target, CancellationToken cancel)
    {
        using var watched = new CountingStream(target, digests: false, _ => watch.Moved());
        await AskAsync(path, () => _client.DownloadFileAsync(path, watched, cancel), cancel).ConfigureAwait(false);
    }

    /// <summary>Reads a file for its SHA-256, in lower-case hexadecimal.</summary>
    internal async Task<string> DigestAsync(string path, CancellationToken cancel)
    {
        using var digest = new CountingStream(Stream.Null, digests: true, passed: null);
        await ReadAsync(path, digest, cancel).ConfigureAwait(false);
        return digest.Digest()!;
    }

    /// <summary>Changes attributes; what is not touched stays.</summary>
    internal Task ChangeAsync(string path, Action<SftpFileAttributes> change, CancellationToken cancel) => AskAsync(path, async () =>
    {
        var attributes = await _client.GetAttributesAsync(path, cancel).ConfigureAwait(false);
        change(attributes);
        await OwnThread.RunAsync(() => _client.SetAttributes(path, attributes)).ConfigureAwait(false);
    }, cancel);

    /// <summary>
    /// Gives a file another name, in place of what has it: a reader sees the old file or the new one. What fails takes the
    /// new one away and leaves the old one as it was.
    /// </summary>
    /// <param name="temporary">The new file.</param>
    /// <param name="finalPath">Its name from now on.</param>
    /// <param name="isTaken">A file has that name.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task ReplaceAsync(string temporary, string finalPath, bool isTaken, CancellationToken cancel)
    {
        try
        {
            if (await TryReplaceAsync(temporary, finalPath, cancel).ConfigureAwait(false)) return;
            // A server without posix-rename@openssh.com renames to free names only.
            if (!isTaken) await RenameAsync(temporary, finalPath).ConfigureAwait(false);
        }
        catch
        {
            await DiscardAsync(temporary).ConfigureAwait(false);
            throw;
        }

        if (isTaken) await SwapAsync(temporary, finalPath).ConfigureAwait(false);
    }

    /// <summary>Takes an unfinished file away, as far as that can be done. Never throws.</summary>
    internal async Task DiscardAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _client.DeleteFileAsync(path, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e))
        {
            // Not there yet, or the connection is gone: what went wrong before is the error to report.
        }
    }

    private async Task<bool> TryReplaceAsync(string path, string finalPath, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return await AskAsync(finalPath, async () =>
        {
            try
            {
                await OwnThread.RunAsync(() => _client.RenameFile(path, finalPath, isPosix: true)).ConfigureAwait(false);
                return true;
            }
            catch (NotSupportedException)
            {
                return false;
            }
        }, cancel).ConfigureAwait(false);
    }

    // Not to be stopped half-way: the old file is put aside, not removed, until the new one has its name.
    private async Task SwapAsync(string temporary, string finalPath)
    {
        var spare = RemotePath.Combine(RemotePath.FolderOf(finalPath), Store.Files.PendingFile.TemporaryPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            await RenameAsync(finalPath, spare).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e)
        {
            if (IsLost) throw CopyErrors.HalfReplaced(InstanceId, finalPath, spare, temporary, e);
            await DiscardAsync(temporary).ConfigureAwait(false);
            throw;
        }

        try
        {
            await RenameAsync(temporary, finalPath).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e)
        {
            if (!await TryRenameAsync(spare, finalPath).ConfigureAwait(false)) throw CopyErrors.HalfReplaced(InstanceId, finalPath, spare, temporary, e);
            await DiscardAsync(temporary).ConfigureAwait(false);
            throw;
        }

        await DiscardAsync(spare).ConfigureAwait(false);
    }

    private Task RenameAsync(string path, string finalPath) =>
        AskAsync(finalPath, () => _client.RenameFileAsync(path, finalPath, CancellationToken.None), CancellationToken.None);

    private async Task<bool> TryRenameAsync(string path, string finalPath)
    {
        try
        {
            await RenameAsync(path, finalPath).ConfigureAwait(false);
            return true;
        }
        catch (Ec2KeyPairException)
        {
            return false; // Why the first one failed is the error to report.
        }
    }

    private Task AskAsync(string path, Func<Task> ask, CancellationToken cancel) => AskAsync<object?>(path, async () =>
    {
        await ask().ConfigureAwait(false);
        return null;
    }, cancel);

    private async Task<T> AskAsync<T>(string path, Func<Task<T>> ask, CancellationToken cancel)
    {
        watch.Asked();
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e, cancel))
        {
            if (watch.HasStalled) throw CopyErrors.Stalled(InstanceId, watch.Limit, e);
            throw IsLost ? await link.FailureAsync().ConfigureAwait(false) ?? CopyErrors.Lost(InstanceId, e) : CopyErrors.Remote(InstanceId, path, e);
        }
        finally
        {
            watch.Answered();
        }
    }

    // On whatever thread SSH.NET tells it: System.Progress would queue it.
    private sealed class Taken(StallWatch watch) : IProgress<UploadFileProgressReport>
    {
        public void Report(UploadFileProgressReport value) => watch.Moved();
    }
}
