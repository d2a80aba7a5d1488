using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>Reads files and folders of this machine for copying.</summary>
internal static class LocalTree
{
    /// <summary>What stands there, links followed.</summary>
    /// <exception cref="Ec2KeyPairException">PathNotFound, FileReadFailed.</exception>
    internal static PathKind KindOf(string path) => Reading(path, () => PathStatus.OfTarget(path)?.Kind) switch
    {
        PathKind.Link when Directory.Exists(path) => PathKind.Folder, // Windows tells of the link itself.
        PathKind.Link => PathKind.File,
        { } kind => kind,
        null => throw new Ec2KeyPairException(
            ErrorCondition.PathNotFound, $"There is no file or folder '{Printable.Text(path)}'.", path, "Check the path."),
    };

    /// <summary>The names in a folder with their kinds, links as links; null for a name that is not UTF-8, which nothing can be opened by.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal static IReadOnlyList<(string Path, PathKind? Kind)> List(string folder) => Reading(folder, () => Directory.EnumerateFileSystemEntries(folder)
        .Select(path => (Path: path, Kind: PathStatus.Of(path)?.Kind))
        .Where(entry => entry.Kind is not null || entry.Path.Contains('\uFFFD')) // Else removed at this moment.
        .ToList());

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal static FileStream Open(string path) => Reading(path, () => new FileStream(
        path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024, useAsync: true));

    /// <summary>The permission bits of a file; null where the system has none.</summary>
    internal static int? ModeOf(string path) => Platform.IsWindows ? null : Reading(path, () => UnixStatus.ModeOf(path) & FileModes.All);

    /// <exception cref="Ec2KeyPairException">FileReadFailed.</exception>
    internal static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileReadFailed, $"'{Printable.Text(path)}' can't be read: {e.Message}", path, "Check that you may read it.", e);
        }
    }
}
