using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Store.Files;

/// <summary>Kind, owner, access, length and time of a path by statx(2) on Linux and lstat(2) on macOS.</summary>
internal static class UnixStatus
{
    private const int NotFollowing = 0x100; // Linux AT_SYMLINK_NOFOLLOW
    private const int WorkingFolder = -100; // Linux AT_FDCWD
    private const uint BasicStats = 0x7FF;  // Linux STATX_BASIC_STATS
    private const int GroupAndOthers = 0x3F; // 0077
    private const int KindMask = 0xF000;
    private const uint PermissionMask = 0xFFF; // 07777
    private const int TicksPerSecond = 10_000_000;
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static PathStatus? Of(string path, bool followLinks) =>
        Read(path, followLinks) is not { } buffer ? null : UnixCalls.IsMac ? FromMac(buffer) : FromLinux(buffer);

    /// <summary>Mode bits (07777), owner and group of the path itself; null when nothing has the name.</summary>
    internal static (uint Mode, uint Owner, uint Group)? AccessOf(string path)
    {
        if (Read(path, followLinks: false) is not { } buffer) return null;
        var (mode, ids) = UnixCalls.IsMac ? (4, 16) : (28, 20);
        return ((uint)BitConverter.ToUInt16(buffer, mode) & PermissionMask, BitConverter.ToUInt32(buffer, ids), BitConverter.ToUInt32(buffer, ids + 4));
    }

    /// <summary>The mode bits (07777) of what the path leads to.</summary>
    /// <exception cref="IOException">Nothing is there, or it can't be told.</exception>
    internal static int ModeOf(string path)
    {
        var buffer = Read(path, followLinks: true) ?? throw UnixCalls.Failure(UnixError.NotFound);
        return BitConverter.ToUInt16(buffer, UnixCalls.IsMac ? 4 : 28) & (int)PermissionMask;
    }

    private static byte[]? Read(string path, bool followLinks)
    {
        var buffer = new byte[512];
        var answer = UnixCalls.IsMac
            ? MacStat(UnixCalls.Bytes(path), buffer, followLinks)
            : UnixCalls.Statx(WorkingFolder, UnixCalls.Bytes(path), followLinks ? 0 : NotFollowing, BasicStats, buffer);
        if (answer == 0) return buffer;
        var error = Marshal.GetLastWin32Error();
        return error == UnixError.NotFound ? null : throw UnixCalls.Failure(error);
    }

    // struct statx, linux/stat.h.
    private static PathStatus FromLinux(byte[] buffer) => Status(
        BitConverter.ToUInt16(buffer, 28), BitConverter.ToUInt32(buffer, 20), BitConverter.ToInt64(buffer, 40),
        BitConverter.ToInt64(buffer, 112), BitConverter.ToInt32(buffer, 120));

    // struct stat with 64-bit inodes, sys/stat.h.
    private static PathStatus FromMac(byte[] buffer) => Status(
        BitConverter.ToUInt16(buffer, 4), BitConverter.ToUInt32(buffer, 16), BitConverter.ToInt64(buffer, 96),
        BitConverter.ToInt64(buffer, 48), (int)BitConverter.ToInt64(buffer, 56));

    private static PathStatus Status(int mode, uint owner, long length, long seconds, int nanoseconds) => new(
        (mode & KindMask) switch { 0x8000 => PathKind.File, 0x4000 => PathKind.Folder, 0xA000 => PathKind.Link, _ => PathKind.Other },
        length,
        Time(seconds, nanoseconds),
        owner == UnixCalls.EffectiveUser(),
        (mode & GroupAndOthers) == 0);

    private static DateTime Time(long seconds, int nanoseconds)
    {
        // A file system may claim any time; one that .NET can't hold is as good as none.
        var most = (DateTime.MaxValue - Epoch).Ticks / TicksPerSecond;
        return Epoch.AddTicks((Math.Max(0, Math.Min(most - 1, seconds)) * TicksPerSecond) + (nanoseconds / 100));
    }

    private static int MacStat(byte[] path, byte[] buffer, bool followLinks) =>
        (RuntimeInformation.ProcessArchitecture == Architecture.Arm64, followLinks) switch
        {
            (true, true) => UnixCalls.Stat(path, buffer),
            (true, false) => UnixCalls.Lstat(path, buffer),
            (false, true) => UnixCalls.StatInode64(path, buffer),
            (false, false) => UnixCalls.LstatInode64(path, buffer),
        };
}
