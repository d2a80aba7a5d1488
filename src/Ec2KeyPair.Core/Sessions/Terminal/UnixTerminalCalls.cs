using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The system calls of a Unix terminal (termios(3), poll(2), tty_ioctl(4)).</summary>
/// <remarks>
/// <c>ioctl</c> and <c>fcntl</c> are variadic, and Apple's arm64 passes what is variadic on the stack. There the
/// argument is put behind six others, which fill the registers, so that it goes where the C library looks for it.
/// </remarks>
internal static class UnixTerminalCalls
{
    internal const short Readable = 1; // POLLIN
    internal const short Writable = 4; // POLLOUT
    internal const short NotOpen = 0x20; // POLLNVAL
    internal const int WindowChanged = 28; // SIGWINCH
    private const int CloseOnExec = 1; // FD_CLOEXEC
    private const int SetDescriptorFlags = 2; // F_SETFD
    private const int LinuxCloseOnExec = 0x80000; // O_CLOEXEC

    private static bool IsAppleArm => UnixCalls.IsMac && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>The size by TIOCGWINSZ; null when the descriptor is no terminal or its size was never set.</summary>
    internal static TerminalSize? WindowSize(int descriptor)
    {
        var size = new ushort[4]; // struct winsize: rows, columns and both in pixels
        var answer = !UnixCalls.IsMac ? Ioctl(descriptor, 0x5413, size)
            : IsAppleArm ? IoctlOnAppleArm(descriptor, 0x40087468, 0, 0, 0, 0, 0, 0, size)
            : Ioctl(descriptor, 0x40087468, size);
        return answer == 0 && size[0] > 0 && size[1] > 0 ? new TerminalSize(size[1], size[0]) : null;
    }

    /// <summary>A pipe that programs started meanwhile do not inherit: its reading and its writing end.</summary>
    internal static (int Output, int Input) MakePipe()
    {
        var ends = new int[2];
        if ((UnixCalls.IsMac ? Pipe(ends) : Pipe2(ends, LinuxCloseOnExec)) != 0) throw UnixCalls.Failure(Marshal.GetLastWin32Error());
        if (!UnixCalls.IsMac) return (ends[0], ends[1]);
        foreach (var end in ends)
        {
            // An end that stays inheritable is a descriptor too many in a child, and no reason to have no terminal.
            _ = IsAppleArm
                ? FcntlOnAppleArm(end, SetDescriptorFlags, 0, 0, 0, 0, 0, 0, CloseOnExec)
                : Fcntl(end, SetDescriptorFlags, CloseOnExec);
        }

        return (ends[0], ends[1]);
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Found;
    }

    [DllImport("libc", EntryPoint = "isatty")]
    internal static extern int IsTerminal(int descriptor);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static extern int GetAttributes(int descriptor, byte[] attributes);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static extern int SetAttributes(int descriptor, int when, byte[] attributes);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    internal static extern void MakeRaw([In, Out] byte[] attributes);

    // nfds_t is as wide as a pointer on Linux and 32 bits on macOS; in a register, a small number is the same in both.
    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static extern int Poll([In, Out] PollEntry[] entries, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static extern nint Read(int descriptor, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static extern nint Write(int descriptor, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "kill")]
    internal static extern int Kill(int process, int signal);

    [DllImport("libc", EntryPoint = "getpid")]
    internal static extern int ProcessId();

    [DllImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static extern int Pipe([In, Out] int[] ends);

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static extern int Pipe2([In, Out] int[] ends, int flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Ioctl(int descriptor, nuint request, [In, Out] ushort[] size);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int IoctlOnAppleArm(
        int descriptor, nuint request, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, [In, Out] ushort[] size);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Fcntl(int descriptor, int command, nint argument);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int FcntlOnAppleArm(
        int descriptor, int command, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint argument);
}
