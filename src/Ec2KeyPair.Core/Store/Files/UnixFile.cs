using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
#if !NET
using Microsoft.Win32.SafeHandles;
#endif

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>The few calls of POSIX that .NET does not offer: create with a mode, publish without overwriting, whose file.</summary>
#if NET
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
#endif
internal static class UnixFile
{
#if !NET
    private const int ReadWriteOwner = 0x180; // 0600
#endif
    private const int NotFollowing = 0x100;   // Linux AT_SYMLINK_NOFOLLOW
    private const int WorkingFolder = -100;   // Linux AT_FDCWD
    private const uint BasicStats = 0x7FF;    // Linux STATX_BASIC_STATS
    private const int FileExists = 17;        // EEXIST on Linux and macOS

    private static bool IsMac => RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>Creates a file that nobody else can open, from the first moment on; fails when the name is taken, also by a link.</summary>
    internal static FileStream CreatePrivate(string path)
    {
#if NET
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
#else
        // Windows PowerShell's build meets Unix in tests only. O_WRONLY | O_CREAT | O_EXCL, Linux values.
        var descriptor = Open(Bytes(path), 0x0001 | 0x0040 | 0x0080, ReadWriteOwner);
        if (descriptor < 0) throw LastError(path);
        return new FileStream(new SafeFileHandle(new IntPtr(descriptor), ownsHandle: true), FileAccess.Write);
#endif
    }

    /// <summary>Gives the file a second, final name; false when that name is taken. The first name stays.</summary>
    internal static bool TryLink(string path, string finalPath)
    {
        if (Link(Bytes(path), Bytes(finalPath)) == 0) return true;
        return Marshal.GetLastWin32Error() == FileExists ? false : throw LastError(finalPath);
    }

    /// <summary>Renames, replacing what has the name.</summary>
    internal static void Replace(string path, string finalPath)
    {
        if (Rename(Bytes(path), Bytes(finalPath)) != 0) throw LastError(finalPath);
    }

    internal static void SetMode(string path, int mode)
    {
        if (Chmod(Bytes(path), (uint)mode) != 0) throw LastError(path);
    }

    /// <summary>Makes names given or taken in this folder survive a power cut. Some file systems can't: that is no error.</summary>
    internal static void SyncFolder(string folder)
    {
        var descriptor = Open(Bytes(folder), IsMac ? 0x1000000 : 0x80000, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    /// <summary>Mode bits (file type included) and owner of a path itself, not of what a link points to.</summary>
    internal static (int Mode, uint Owner) Status(string path)
    {
        var buffer = new byte[512];
        if (IsMac)
        {
            if (MacLstat(Bytes(path), buffer) != 0) throw LastError(path);
            return (BitConverter.ToUInt16(buffer, 4), BitConverter.ToUInt32(buffer, 16));
        }

        if (Statx(WorkingFolder, Bytes(path), NotFollowing, BasicStats, buffer) != 0) throw LastError(path);
        return (BitConverter.ToUInt16(buffer, 28), BitConverter.ToUInt32(buffer, 20));
    }

    internal static uint CurrentUser => Geteuid();

    private static int MacLstat(byte[] path, byte[] buffer) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Lstat(path, buffer) : LstatInode64(path, buffer);

    private static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + "\0");

    private static IOException LastError(string path)
    {
        var cause = new Win32Exception(Marshal.GetLastWin32Error());
        return new IOException($"'{path}': {cause.Message}", cause);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] path, byte[] newPath);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] path, byte[] newPath);

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static extern int Chmod(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint Geteuid();

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "lstat", SetLastError = true)]
    private static extern int Lstat(byte[] path, byte[] buffer);

    [DllImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true)]
    private static extern int LstatInode64(byte[] path, byte[] buffer);
}
