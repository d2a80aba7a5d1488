using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>libc's calls for terminals. A termios is passed on unseen: its layout differs by system, 256 bytes hold every one.</summary>
internal static class UnixTerminalCalls
{
    internal const int TermiosSize = 256;
    internal const int TcsaNow = 0;
    internal const int TcsaDrain = 1;
    internal const short PollIn = 1;
    internal const int Interrupted = 4, TryAgainLinux = 11, TryAgainMac = 35;
    private const nuint TiocgWinSzLinux = 0x5413;

    [DllImport("libc", SetLastError = true)]
    internal static extern int tcgetattr(int fd, byte[] termios);

    [DllImport("libc", SetLastError = true)]
    internal static extern int tcsetattr(int fd, int when, byte[] termios);

    [DllImport("libc")]
    internal static extern void cfmakeraw(byte[] termios);

    [DllImport("libc", SetLastError = true)]
    internal static extern int poll([In, Out] PollFd[] fds, nuint count, int timeoutMilliseconds);

    [DllImport("libc", SetLastError = true)]
    internal static extern unsafe nint read(int fd, byte* buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    internal static extern unsafe nint write(int fd, byte* buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    internal static extern int pipe(int[] fds);

    [DllImport("libc", SetLastError = true)]
    internal static extern int close(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int fd, nuint request, out WinSize size);

    /// <summary>The terminal's size; null where this can't be asked.</summary>
    internal static TerminalSize? Size(int fd)
    {
        // ioctl has a variable number of arguments, which Apple's ARM passes in another way than we can.
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux)) return null;
        return ioctl(fd, TiocgWinSzLinux, out var size) == 0 && size.Columns > 0 && size.Rows > 0 ? new(size.Columns, size.Rows) : null;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        internal int Fd;
        internal short Events;
        internal short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WinSize
    {
        internal ushort Rows;
        internal ushort Columns;
        internal ushort Width;
        internal ushort Height;
    }
}
