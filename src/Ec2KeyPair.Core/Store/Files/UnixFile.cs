using System.Runtime.InteropServices;
#if !NET
using Microsoft.Win32.SafeHandles;
#endif

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Files and folders of POSIX: created with a mode, published without overwriting, flushed.</summary>
#if NET
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
#endif
internal static class UnixFile
{
    private const uint FileMode600 = 0x180;
    private const uint FolderMode700 = 0x1C0;
    private const int WorkingFolder = -100;  // Linux AT_FDCWD
    private const uint LinuxNoReplace = 1;   // RENAME_NOREPLACE
    private const uint MacNoReplace = 4;     // RENAME_EXCL
    private const uint StartWriteOut = 2;    // SYNC_FILE_RANGE_WRITE
    private const int LockExclusively = 2 | 4; // LOCK_EX | LOCK_NB
    private const int Unlock = 8; // LOCK_UN

    /// <summary>Creates a file that nobody else can open, from the first moment on; fails when the name is taken, also by a link.</summary>
    internal static FileStream CreatePrivate(string path)
    {
#if NET
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
#else
        // Windows PowerShell's build meets Unix in tests only. O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, Linux values.
        return Open(path, 0x0001 | 0x0040 | 0x0080 | 0x80000, FileAccess.Write);
#endif
    }

    /// <summary>Sets the disk to work on the file's content without waiting for it. A hint: what fails shows in the flush that follows.</summary>
    internal static void StartWriting(FileStream file)
    {
        if (!UnixCalls.IsMac) _ = UnixCalls.SyncFileRange(file.SafeFileHandle, 0, 0, StartWriteOut);
    }

    /// <summary>Opens a lock file and locks it; null when another holder has it.</summary>
    internal static IDisposable? TryLock(string path)
    {
        FileStream file;
        try
        {
#if NET
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
#else
            // O_RDWR | O_CREAT | O_CLOEXEC, Linux values.
            file = Open(path, 0x0002 | 0x0040 | 0x80000, FileAccess.ReadWrite);
#endif
        }
        catch (IOException e) when (e.HResult == UnixError.WouldBlock)
        {
            return null; // .NET takes the same lock when it opens a file for itself alone.
        }

        // Once more by hand: .NET's own locks can be switched off from outside (DOTNET_SYSTEM_IO_DISABLEFILELOCKING).
        if (UnixCalls.Flock(file.SafeFileHandle, LockExclusively) == 0) return new HeldLock(file);
        var error = Marshal.GetLastWin32Error();
        file.Dispose();
        return error == UnixError.WouldBlock || error == UnixError.Interrupted ? null : throw UnixCalls.Failure(error);
    }

    /// <summary>Gives the file its final name; false when that name is taken, by whatever it is.</summary>
    internal static bool TryPublish(string path, string finalPath)
    {
        byte[] from = UnixCalls.Bytes(path), to = UnixCalls.Bytes(finalPath);
        if (UnixCalls.Link(from, to) == 0)
        {
            RemoveSpareName(path);
            return true;
        }

        var error = Marshal.GetLastWin32Error();
        // File systems without hard links (FAT, some shares) rename without replacing.
        if (error is UnixError.NotPermitted or UnixError.TooManyLinks || UnixError.IsUnsupported(error))
        {
            var answer = UnixCalls.IsMac
                ? UnixCalls.MacRename(from, to, MacNoReplace)
                : UnixCalls.RenameAt2(WorkingFolder, from, WorkingFolder, to, LinuxNoReplace);
            if (answer == 0) return true;
            error = Marshal.GetLastWin32Error();
        }

        return error == UnixError.Exists ? false : throw UnixCalls.Failure(error);
    }

    /// <summary>Renames, replacing what has the name; a link that has it is replaced itself.</summary>
    internal static void Replace(string path, string finalPath)
    {
        if (UnixCalls.Rename(UnixCalls.Bytes(path), UnixCalls.Bytes(finalPath)) != 0) throw UnixCalls.Failure(Marshal.GetLastWin32Error());
    }

    /// <summary>Takes the access of group and others away.</summary>
    internal static void MakePrivate(string path, bool isFolder)
    {
        if (UnixCalls.Chmod(UnixCalls.Bytes(path), isFolder ? FolderMode700 : FileMode600) != 0) throw UnixCalls.Failure(Marshal.GetLastWin32Error());
    }

    /// <summary>Sets the permission bits.</summary>
    internal static void SetMode(string path, int mode)
    {
        if (UnixCalls.Chmod(UnixCalls.Bytes(path), (uint)mode) != 0) throw UnixCalls.Failure(Marshal.GetLastWin32Error());
    }

    /// <summary>Makes a folder that is private from the first moment; one that is there already stays as it is.</summary>
    internal static void MakePrivateFolder(string path)
    {
        if (UnixCalls.MakeFolder(UnixCalls.Bytes(path), FolderMode700) == 0) return;
        var error = Marshal.GetLastWin32Error();
        if (error != UnixError.Exists) throw UnixCalls.Failure(error);
    }

    /// <summary>Makes names given or taken in this folder survive a power cut, where the file system can.</summary>
    internal static void SyncFolder(string folder)
    {
        var descriptor = UnixCalls.Open(UnixCalls.Bytes(folder), UnixCalls.IsMac ? 0x1000000 : 0x80000, 0); // O_RDONLY | O_CLOEXEC
        if (descriptor < 0)
        {
            // A folder that may be written but not read can't be flushed by its name.
            var refused = Marshal.GetLastWin32Error();
            if (refused is UnixError.AccessDenied) return;
            throw UnixCalls.Failure(refused);
        }

        var error = UnixCalls.Fsync(descriptor) == 0 ? 0 : Marshal.GetLastWin32Error();
        _ = UnixCalls.Close(descriptor);
        if (error != 0 && error != UnixError.ReadOnly && !UnixError.IsUnsupported(error)) throw UnixCalls.Failure(error);
    }

    private static void RemoveSpareName(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (FileErrors.IsFileFailure(e))
        {
            // The file stands under its final name, which is what was asked for; the spare one is swept up later.
        }
    }

#if !NET
    private static FileStream Open(string path, int flags, FileAccess access)
    {
        var descriptor = UnixCalls.Open(UnixCalls.Bytes(path), flags, (int)FileMode600);
        if (descriptor < 0) throw UnixCalls.Failure(Marshal.GetLastWin32Error());
        return new FileStream(new SafeFileHandle(new IntPtr(descriptor), ownsHandle: true), access, bufferSize: 1);
    }
#endif

    private sealed class HeldLock(FileStream file) : IDisposable
    {
        // Closing is not enough: a process that is just being started has a copy of the descriptor, and the lock with it.
        public void Dispose()
        {
            if (!file.SafeFileHandle.IsClosed) _ = UnixCalls.Flock(file.SafeFileHandle, Unlock);
            file.Dispose();
        }
    }
}
