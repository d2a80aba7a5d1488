using System.ComponentModel;
using System.Runtime.InteropServices;
#if NET
using System.Runtime.Versioning;
#endif

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Files and folders of Windows: created private, published without overwriting, replaced in one step.</summary>
#if NET
[SupportedOSPlatform("windows")]
#endif
internal static class WindowsFile
{
    private const uint ReplaceExisting = 1; // MOVEFILE_REPLACE_EXISTING
    private const uint WriteThrough = 8;    // MOVEFILE_WRITE_THROUGH
    private const int AccessDenied = 5;
    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int FileExists = 80;
    private const int AlreadyExists = 183;
    private const int Attempts = 100;
    private const int PauseMilliseconds = 20;

    internal static FileStream CreatePrivate(string path) => WindowsAccess.CreateFile(path);

    internal static void CreatePrivateFolder(string path) => WindowsAccess.CreateFolder(path);

    internal static void MakePrivate(string path, bool isFolder) => WindowsAccess.MakePrivate(path, isFolder);

    /// <summary>What stands under a path; null when nothing does.</summary>
    internal static PathStatus? Status(string path)
    {
        FileAttributes attributes;
        try
        {
            attributes = File.GetAttributes(path);
        }
        catch (Exception e) when (FileErrors.IsMissing(e))
        {
            return null;
        }

        var isFolder = (attributes & FileAttributes.Directory) != 0;
        var (isMine, isPrivate) = WindowsAccess.Of(path, isFolder);
        var kind = (attributes & FileAttributes.ReparsePoint) != 0 ? PathKind.Link
            : isFolder ? PathKind.Folder
            : (attributes & FileAttributes.Device) != 0 ? PathKind.Other
            : PathKind.File;
        var length = kind == PathKind.File ? new FileInfo(path).Length : 0;
        return new PathStatus(kind, length, File.GetLastWriteTimeUtc(path), isMine, isPrivate);
    }

    /// <summary>Opens a lock file for this process alone; null when another holder has it.</summary>
    internal static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (Code(e) is SharingViolation or LockViolation)
        {
            return null;
        }
    }

    /// <summary>Gives the file its final name; false when that name is taken, by whatever it is.</summary>
    internal static bool TryPublish(string path, string finalPath) =>
        Move(path, finalPath, WriteThrough) is var error && error == 0
        || (error is FileExists or AlreadyExists ? false : throw Failure(error));

    /// <summary>Renames, replacing the file that has the name; waits for readers that have it open.</summary>
    internal static void Replace(string path, string finalPath)
    {
        for (var attempt = 1; ; attempt++)
        {
            var error = Move(path, finalPath, ReplaceExisting | WriteThrough);
            if (error == 0) return;
            if (error is not (AccessDenied or SharingViolation) || attempt == Attempts) throw Failure(error);
            Thread.Sleep(PauseMilliseconds);
        }
    }

    /// <summary>True for what a reader meets while a writer replaces the file, and a moment later no more.</summary>
    internal static bool IsTransient(Exception e) =>
        e is IOException or UnauthorizedAccessException && Code(e) is SharingViolation or LockViolation;

    private static int Move(string path, string finalPath, uint flags) =>
        MoveFileEx(path, finalPath, flags) ? 0 : Marshal.GetLastWin32Error();

    private static int Code(Exception e) => e.HResult & 0xFFFF;

    private static IOException Failure(int error)
    {
        var cause = new Win32Exception(error);
        return new IOException(cause.Message, cause);
    }

    [DllImport("kernel32", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string path, string newPath, uint flags);
}
