using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Renci.SshNet.Sftp;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>
/// Copies files and folders to one instance. A file is written under a temporary name beside its place, checked, given
/// the mode (and the owner of the file that it replaces), and then renamed: who reads it sees the old one or the new one.
/// </summary>
internal sealed class Uploader(RemoteFiles remote, CopyOptions options, ICopyObserver observer)
{
    private const int FilesAtOnce = 8;

    /// <summary>Copies what these paths name.</summary>
    /// <param name="paths">Full paths of files and folders here.</param>
    /// <param name="destination">A path on the instance.</param>
    /// <param name="cancel">Stops it; a file that is not finished is taken away.</param>
    /// <exception cref="Ec2KeyPairException">What concerns the whole: the destination, or the connection.</exception>
    internal async Task RunAsync(IReadOnlyList<string> paths, string destination, CancellationToken cancel)
    {
        var into = RemotePath.FromHome(destination);
        var (isFolder, isThere) = await LookAsync(into, destination, paths.Count > 1, cancel).ConfigureAwait(false);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            await EachAsync(async () =>
            {
                var name = Path.GetFileName(path.TrimEnd(Path.DirectorySeparatorChar));
                var target = isFolder ? RemotePath.Combine(into, name) : into;
                if (isFolder && !taken.Add(name)) throw CopyErrors.SameName(path);
                if (!await observer.MayCopyAsync(remote.InstanceId, path, target).ConfigureAwait(false)) return;
                if (!isThere) await remote.EnsureFolderAsync(into, null, cancel).ConfigureAwait(false);
                isThere = true;
                if (LocalTree.KindOf(path) == PathKind.Folder) await FolderAsync(path, target, cancel).ConfigureAwait(false);
                else await FileAsync(path, target, cancel).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    // Whether the destination is a folder to copy into; a "/" at its end makes one of it, which is made when something may be
    // copied, and not before: -WhatIf changes nothing.
    private async Task<(bool IsFolder, bool IsThere)> LookAsync(string into, string destination, bool isMany, CancellationToken cancel)
    {
        var there = await remote.FindAsync(into, cancel).ConfigureAwait(false);
        if (there?.Kind == RemoteEntryKind.Folder) return (true, true);
        if (there is null && destination.EndsWith("/", StringComparison.Ordinal)) return (true, false);
        return isMany ? throw CopyErrors.NeedsFolder(destination) : (false, true);
    }

    private async Task FolderAsync(string path, string target, CancellationToken cancel)
    {
        if (!options.Recurse) throw CopyErrors.NotRecursive(path);
        var files = new List<(string Path, string Target)>();
        await PrepareAsync(path, target, files, cancel).ConfigureAwait(false);
        await SideBySide.ForEachAsync(
            files, FilesAtOnce, (file, stop) => EachAsync(() => FileAsync(file.Path, file.Target, stop)), cancel).ConfigureAwait(false);
    }

    // Folders first, so that files find their places whatever their order.
    private async Task PrepareAsync(string path, string target, List<(string Path, string Target)> files, CancellationToken cancel)
    {
        // With the original's mode, but always so that files can be put into it.
        await remote.EnsureFolderAsync(target, LocalTree.ModeOf(path) | FileModes.OwnerAll, cancel).ConfigureAwait(false);
        foreach (var (entry, kind) in LocalTree.List(path))
        {
            var place = RemotePath.Combine(target, Path.GetFileName(entry));
            switch (kind)
            {
                case PathKind.File:
                    files.Add((entry, place));
                    break;
                case PathKind.Folder:
                    await EachAsync(() => PrepareAsync(entry, place, files, cancel)).ConfigureAwait(false);
                    break;
                case null:
                    await observer.WarnAsync($"'{Text.Printable.Text(entry)}' has a name that is not UTF-8; it was left out.").ConfigureAwait(false);
                    break;
                default:
                    await observer.WarnAsync($"'{Text.Printable.Text(entry)}' is a link or no ordinary file; it was left out.").ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task FileAsync(string path, string target, CancellationToken cancel)
    {
        if (LocalTree.KindOf(path) != PathKind.File) throw CopyErrors.OtherKind(path, "no ordinary file");
        var there = await remote.FindAsync(target, cancel).ConfigureAwait(false);
        ThrowIfProtected(there, target);
        // A link's target is what is replaced, not the link: the place is beside that.
        var place = there?.Path ?? target;
        var temporary = RemotePath.Combine(RemotePath.FolderOf(place), PendingFile.TemporaryPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            var (bytes, digest) = await WriteAsync(path, temporary, there, cancel).ConfigureAwait(false);
            await remote.ReplaceAsync(temporary, place, there is not null, cancel).ConfigureAwait(false);
            await observer.CopiedAsync(new CopiedFile(remote.InstanceId, remote.Via, path, target, bytes, digest)).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (temporary.Equals(e.Subject))
        {
            throw CopyErrors.OfPlace(e, temporary, target);
        }
    }

    private async Task<(long Bytes, string? Digest)> WriteAsync(string path, string temporary, RemoteEntry? there, CancellationToken cancel)
    {
        var mode = there?.Mode ?? LocalTree.ModeOf(path);
        using var file = LocalTree.Open(path);
        using var content = new CountingStream(file, options.Verify, count => observer.Passed(remote.InstanceId, path, count));
        try
        {
            await remote.WriteNewAsync(temporary, content, mode is { } bits && FileModes.IsPrivate(bits), cancel).ConfigureAwait(false);
            var digest = content.Digest();
            var written = await remote.GetAsync(temporary, cancel).ConfigureAwait(false);
            if (written.Size != content.Count) throw CopyErrors.Mismatch(path, $"has {written.Size} bytes, not {content.Count}");
            if (digest is not null && digest != await remote.DigestAsync(temporary, cancel).ConfigureAwait(false))
            {
                throw CopyErrors.Mismatch(path, "has another SHA-256");
            }

            await FinishAsync(path, temporary, written, there, mode, cancel).ConfigureAwait(false);
            return (content.Count, digest);
        }
        catch
        {
            await remote.DiscardAsync(temporary).ConfigureAwait(false);
            throw;
        }
    }

    private async Task FinishAsync(string path, string temporary, RemoteEntry written, RemoteEntry? there, int? mode, CancellationToken cancel)
    {
        if (there is not null && there.Owner != written.Owner) await KeepOwnerAsync(temporary, there, cancel).ConfigureAwait(false);
        var modified = LocalTree.Reading(path, () => File.GetLastWriteTimeUtc(path));
        if ((mode is null || mode == written.Mode) && !options.PreserveTimes) return;
        await remote.ChangeAsync(temporary, Change, cancel).ConfigureAwait(false);

        void Change(SftpFileAttributes attributes)
        {
            if (mode is { } bits) attributes.SetPermissions(FileModes.Digits(bits));
            if (options.PreserveTimes) attributes.LastWriteTimeUtc = modified;
        }
    }

    private async Task KeepOwnerAsync(string temporary, RemoteEntry there, CancellationToken cancel)
    {
        try
        {
            await remote.ChangeAsync(
                temporary, attributes => (attributes.UserId, attributes.GroupId) = there.Owner, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.RemoteAccessDenied or ErrorCondition.RemoteFileFailed)
        {
            throw CopyErrors.OwnerLost(there.Path, e);
        }
    }

    private void ThrowIfProtected(RemoteEntry? there, string target)
    {
        if (there is null) return;
        if (there.Kind != RemoteEntryKind.File) throw CopyErrors.OtherKind(target, there.Kind == RemoteEntryKind.Folder ? "a folder" : "no ordinary file");
        if (there.IsReadOnly && !options.Force) throw CopyErrors.ReadOnly(target);
    }

    private Task EachAsync(Func<Task> piece) => CopyPiece.TryAsync(remote, observer, piece);
}
