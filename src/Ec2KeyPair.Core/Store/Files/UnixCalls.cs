using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>The system calls of POSIX that .NET does not offer.</summary>
/// <remarks>
/// <c>open</c> takes its mode as a variadic argument, which Apple's arm64 passes on the stack where P/Invoke does not:
/// it is called with a mode on Linux only.
/// </remarks>
internal static class UnixCalls
{
    internal static bool IsMac { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>A path as the C library takes it.</summary>
    /// <exception cref="IOException">The path holds a NUL, where the C library would cut it.</exception>
    internal static byte[] Bytes(string path) =>
        path.IndexOf('\0') < 0 ? Encoding.UTF8.GetBytes(path + "\0") : throw new IOException("The path holds a NUL character.");

    /// <summary>The error of the last call, as an exception with the C library's own words.</summary>
    internal static IOException Failure(int error)
    {
        var cause = new Win32Exception(error);
        return new IOException(cause.Message, cause);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    internal static extern int Open(byte[] path, int flags, int mode);

    [DllImport("libc", EntryPoint = "close")]
    internal static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    internal static extern int SyncFileRange(SafeHandle descriptor, long offset, long length, uint flags);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static extern int Flock(SafeHandle descriptor, int operation);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    internal static extern int Link(byte[] path, byte[] newPath);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    internal static extern int Rename(byte[] path, byte[] newPath);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    internal static extern int RenameAt2(int folder, byte[] path, int newFolder, byte[] newPath, uint flags);

    [DllImport("libc", EntryPoint = "renamex_np", SetLastError = true)]
    internal static extern int MacRename(byte[] path, byte[] newPath, uint flags);

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    internal static extern int Chmod(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "lchown", SetLastError = true)]
    internal static extern int Chown(byte[] path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    internal static extern int MakeFolder(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "geteuid")]
    internal static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "lstat", SetLastError = true)]
    internal static extern int Lstat(byte[] path, byte[] buffer);

    [DllImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true)]
    internal static extern int LstatInode64(byte[] path, byte[] buffer);

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    internal static extern int Stat(byte[] path, byte[] buffer);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    internal static extern int StatInode64(byte[] path, byte[] buffer);
}
