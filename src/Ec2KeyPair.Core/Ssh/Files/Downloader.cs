using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>
/// Copies files and folders of one instance to this machine. Every name is checked before it becomes one here, links
/// are not followed but where one was named itself, and a file takes its name only when it is whole.
/// </summary>
internal sealed class Downloader(RemoteFiles remote, CopyOptions options, ICopyObserver observer)
{
    private const int FilesAtOnce = 8;
    private const int DeepestFolder = 128;

    // File systems of Windows and macOS do not tell "a" from "A": the second would overwrite the first.
    private static readonly StringComparer Names =
        Store.Files.Platform.IsWindows || Store.Files.UnixCalls.IsMac ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Copies what these paths name.</summary>
    /// <param name="paths">Paths on the instance.</param>
    /// <param name="matcher">Decides whether a name fits a part of a path; null for a part without wildcards.</param>
    /// <param name="destination">A full path here.</param>
    /// <param name="isFolder">The destination is meant to be a folder: it ends with a separator, or several things go there.</param>
    /// <param name="cancel">Stops it; a file that is not finished is taken away.</param>
    /// <exception cref="Ec2KeyPairException">What concerns the whole: the destination, or the connection.</exception>
    internal async Task RunAsync(
        IReadOnlyList<string> paths, Func<string, Func<string, bool>?> matcher, string destination, bool isFolder, CancellationToken cancel)
    {
        var originals = new List<RemoteEntry>();
        var pattern = new RemotePattern(remote, matcher);
        foreach (var path in paths)
        {
            await EachAsync(async () => originals.AddRange(await pattern.ExpandAsync(RemotePath.FromHome(path), cancel).ConfigureAwait(false))).ConfigureAwait(false);
        }

        if (originals.Count == 0) return;
        var into = isFolder || Directory.Exists(destination);
        if (!into && originals.Count > 1) throw CopyErrors.NeedsFolder(destination);
        var taken = new HashSet<string>(Names);
        foreach (var original in originals)
        {
            await EachAsync(() => into ? IntoAsync(original, destination, taken, cancel) : OneAsync(original, destination, new HashSet<string>(Names), cancel)).ConfigureAwait(false);
        }
    }

    private async Task IntoAsync(RemoteEntry original, string folder, HashSet<string> taken, CancellationToken cancel)
    {
        // Of ".", ".." and the home folder the instance alone knows the names, and could say ".ssh": what is in them is copied,
        // as scp does, and nothing gets a name here that was neither typed nor listed in a folder that was.
        var isNameless = original.Name is "." or ".." or "";
        var name = isNameless ? "." : RemoteName.Checked(original.Name, original.Path);
        if (!taken.Add(name)) throw CopyErrors.SameName(original.Path);
        await OneAsync(original, isNameless ? folder : Path.Combine(folder, name), isNameless ? taken : new HashSet<string>(Names), cancel, folder).ConfigureAwait(false);
    }

    // taken: the names in the target, when that is a folder, that others of this copy have. folder: made when there is something to put into it.
    private async Task OneAsync(RemoteEntry original, string target, HashSet<string> taken, CancellationToken cancel, string? folder = null)
    {
        if (original.Kind == RemoteEntryKind.Folder && !options.Recurse) throw CopyErrors.NotRecursive(original.Path);
        if (original.Kind is not (RemoteEntryKind.File or RemoteEntryKind.Folder)) throw CopyErrors.OtherKind(original.Path, "no ordinary file");
        if (!await observer.MayCopyAsync(remote.InstanceId, original.Path, target).ConfigureAwait(false)) return;
        // Not before: -WhatIf changes nothing.
        if (folder is not null) MakeFolder(folder);
        if (original.Kind == RemoteEntryKind.File) await FileAsync(original, target, cancel).ConfigureAwait(false);
        else await FolderAsync(original, target, taken, cancel).ConfigureAwait(false);
    }

    private async Task FolderAsync(RemoteEntry original, string target, HashSet<string> taken, CancellationToken cancel)
    {
        var files = new List<(RemoteEntry Original, string Target)>();
        await PrepareAsync(original, target, taken, files, 0, cancel).ConfigureAwait(false);
        await SideBySide.ForEachAsync(
            files, FilesAtOnce, (file, stop) => EachAsync(() => FileAsync(file.Original, file.Target, stop)), cancel).ConfigureAwait(false);
    }

    private async Task PrepareAsync(
        RemoteEntry original, string target, HashSet<string> taken, List<(RemoteEntry Original, string Target)> files, int depth, CancellationToken cancel)
    {
        if (depth > DeepestFolder) throw CopyErrors.TooDeep(original.Path);
        MakeFolder(target, original.Mode);
        foreach (var entry in await remote.ListAsync(original.Path, cancel).ConfigureAwait(false))
        {
            await EachAsync(async () =>
            {
                var name = RemoteName.Checked(entry.Name, entry.Path);
                if (!taken.Add(name)) throw CopyErrors.SameName(entry.Path);
                var place = Path.Combine(target, name);
                if (entry.Kind == RemoteEntryKind.File) files.Add((entry, place));
                else if (entry.Kind == RemoteEntryKind.Folder) await PrepareAsync(entry, place, new HashSet<string>(Names), files, depth + 1, cancel).ConfigureAwait(false);
                else await observer.WarnAsync($"'{Text.Printable.Text(entry.Path)}' is a link or no ordinary file; it was left out.").ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
    }

    private async Task FileAsync(RemoteEntry original, string target, CancellationToken cancel)
    {
        using var copy = LocalCopy.Create(target, FileModes.IsPrivate(original.Mode), options.Force);
        using var content = new CountingStream(copy.Stream, options.Verify, count => observer.Passed(remote.InstanceId, original.Path, count));
        await remote.ReadAsync(original.Path, content, cancel).ConfigureAwait(false);
        // One that grows meanwhile has more than it had; one that has less was cut.
        if (content.Count < original.Size) throw CopyErrors.Mismatch(original.Path, $"has {content.Count} bytes, not {original.Size}");
        var digest = content.Digest();
        if (digest is not null && digest != await remote.DigestAsync(original.Path, cancel).ConfigureAwait(false))
        {
            throw CopyErrors.Mismatch(original.Path, "has another SHA-256");
        }

        copy.Finish(original, options.PreserveTimes);
        await observer.CopiedAsync(
            new CopiedFile(remote.InstanceId, remote.Via, original.Path, target, content.Count, digest)).ConfigureAwait(false);
    }

    private static void MakeFolder(string path, int mode = FileModes.All) => LocalCopy.Writing<object?>(path, () =>
    {
        if (Directory.Exists(path)) return null;
        Directory.CreateDirectory(path);
        // What was private there is private here; on Windows the folder above decides.
        if (!Store.Files.Platform.IsWindows && FileModes.IsPrivate(mode)) Store.Files.UnixFile.SetMode(path, (mode & UsualOf(path)) | FileModes.OwnerAll);
        return null;
    });

    private static int UsualOf(string folder) => Store.Files.UnixStatus.ModeOf(folder) & FileModes.All;

    private Task EachAsync(Func<Task> piece) => CopyPiece.TryAsync(remote, observer, piece);
}
