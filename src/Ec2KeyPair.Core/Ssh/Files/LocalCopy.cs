using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>A file here that is written under a temporary name, and takes its final name in one step. Disposing it takes away what was not finished.</summary>
/// <remarks>
/// What is replaced lends its mode and owner, as when it were written to; a link is followed. Devices, pipes and the like
/// are refused: another file in their place would break the system, not fill them.
/// </remarks>
internal sealed class LocalCopy : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly bool _isPrivate;
    private readonly bool _replaces;
    private bool _isFinished;

    private LocalCopy(string path, string temporary, FileStream stream, bool isPrivate, bool replaces)
    {
        _path = path;
        _temporary = temporary;
        Stream = stream;
        _isPrivate = isPrivate;
        _replaces = replaces;
    }

    /// <summary>Where to write.</summary>
    internal FileStream Stream { get; }

    /// <summary>Creates the file under its temporary name.</summary>
    /// <param name="path">The final path.</param>
    /// <param name="isPrivate">Nobody else may read it, from its first byte on.</param>
    /// <param name="force">Overwrite a read-only file.</param>
    /// <exception cref="Ec2KeyPairException">DestinationProtected, FileWriteFailed.</exception>
    internal static LocalCopy Create(string path, bool isPrivate, bool force) => Writing(path, () =>
    {
        var place = LinkTarget.Of(path);
        var there = PathStatus.Of(place)?.Kind;
        if (there == PathKind.Folder || Directory.Exists(place)) throw CopyErrors.OtherKind(path, "a folder");
        if (there is not (null or PathKind.File)) throw CopyErrors.OtherKind(path, "no ordinary file");
        if (!force && there is not null && (File.GetAttributes(place) & FileAttributes.ReadOnly) != 0) throw CopyErrors.ReadOnly(path);
        var temporary = Path.Combine(Path.GetDirectoryName(place)!, PendingFile.TemporaryPrefix + Guid.NewGuid().ToString("N"));
        // Until it has the mode of what it replaces, which may be private.
        var beginsPrivate = isPrivate || there is not null;
        var stream = !beginsPrivate ? new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true)
            : Platform.IsWindows ? WindowsFile.CreatePrivate(temporary)
            : UnixFile.CreatePrivate(temporary);
        return new LocalCopy(place, temporary, stream, beginsPrivate, there is not null);
    });

    /// <summary>Gives the file its mode, its time and its name.</summary>
    /// <param name="original">The file on the instance.</param>
    /// <param name="keepTime">Give it the original's time.</param>
    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal void Finish(RemoteEntry original, bool keepTime) => Writing<object?>(_path, () =>
    {
        Stream.Dispose();
        var replaces = _replaces && File.Exists(_path);
        if (replaces && Platform.IsWindows) WindowsAccess.Copy(_path, _temporary);
        else if (replaces) UnixAccess.Copy(_path, _temporary);
        else if (!Platform.IsWindows)
        {
            var usual = _isPrivate ? FileModes.All : UnixStatus.ModeOf(_temporary) & FileModes.All;
            UnixFile.SetMode(_temporary, FileModes.Local(original.Mode, usual));
        }

        if (keepTime) File.SetLastWriteTimeUtc(_temporary, original.ModifiedUtc);
        if (Platform.IsWindows && File.Exists(_path)) File.SetAttributes(_path, FileAttributes.Normal); // Windows replaces no read-only file.
        if (Platform.IsWindows) WindowsFile.Replace(_temporary, _path);
        else UnixFile.Replace(_temporary, _path);
        _isFinished = true;
        return null;
    });

    public void Dispose()
    {
        if (_isFinished) return;
        try
        {
            Stream.Dispose();
            File.Delete(_temporary);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            // What went wrong before is the error to report.
        }
    }

    /// <exception cref="Ec2KeyPairException">FileWriteFailed.</exception>
    internal static T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            throw new Ec2KeyPairException(
                ErrorCondition.FileWriteFailed,
                $"'{Printable.Text(path)}' was not written: {e.Message}",
                path,
                "Check that the folder exists, that you may write to it and that the disk has room.",
                e);
        }
    }
}
