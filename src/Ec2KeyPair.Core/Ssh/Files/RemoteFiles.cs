using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Ssh.Connection;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>The files of one instance, over one SFTP connection; several requests may be under way at once.</summary>
/// <remarks>SSH.NET resolves the links in every path before it uses it (SSH_FXP_REALPATH): a path leads to what its links lead to.</remarks>
internal sealed class RemoteFiles(SshLink<SftpClient> link)
{
    private readonly SftpClient _client = link.Client;

    internal string InstanceId => link.Instance.InstanceId;

    internal Connect.ConnectionRoute Via => link.Via;

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
            }).ConfigureAwait(false);
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
    });

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
        }).ConfigureAwait(false);
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

        await AskAsync(path, () => _client.CreateDirectoryAsync(path, cancel)).ConfigureAwait(false);
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
            }).ConfigureAwait(false);
            await ChangeAsync(path, attributes => attributes.SetPermissions(FileModes.Digits(FileModes.OwnerOnly)), cancel).ConfigureAwait(false);
        }

        await AskAsync(path, () => _client.UploadFileAsync(content, path, canOverride: isPrivate, uploadProgress: null, cancel)).ConfigureAwait(false);
    }

    /// <summary>Reads a file to its end.</summary>
    internal Task ReadAsync(string path, Stream target, CancellationToken cancel) =>
        AskAsync(path, () => _client.DownloadFileAsync(path, target, cancel));

    /// <summary>Changes attributes; what is not touched stays.</summary>
    internal Task ChangeAsync(string path, Action<SftpFileAttributes> change, CancellationToken cancel) => AskAsync(path, async () =>
    {
        var attributes = await _client.GetAttributesAsync(path, cancel).ConfigureAwait(false);
        change(attributes);
        await OwnThread.RunAsync(() => _client.SetAttributes(path, attributes)).ConfigureAwait(false);
    });

    /// <summary>Gives a file another name, in place of what has it: a reader sees the old file or the new one.</summary>
    internal Task ReplaceAsync(string path, string finalPath, bool isTaken, CancellationToken cancel) => AskAsync(finalPath, async () =>
    {
        try
        {
            await OwnThread.RunAsync(() => _client.RenameFile(path, finalPath, isPosix: true)).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            // A server without posix-rename@openssh.com renames to free names only.
            if (isTaken) await _client.DeleteFileAsync(finalPath, cancel).ConfigureAwait(false);
            await _client.RenameFileAsync(path, finalPath, cancel).ConfigureAwait(false);
        }
    });

    /// <summary>Takes an unfinished file away, as far as that can be done.</summary>
    internal async Task DiscardAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _client.DeleteFileAsync(path, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e) || e is OperationCanceledException)
        {
            // Not there yet, or the connection is gone: what went wrong before is the error to report.
        }
    }

    private Task AskAsync(string path, Func<Task> ask) => AskAsync<object?>(path, async () =>
    {
        await ask().ConfigureAwait(false);
        return null;
    });

    private async Task<T> AskAsync<T>(string path, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e))
        {
            throw CopyErrors.Remote(InstanceId, path, _client.IsConnected, e);
        }
    }
}
