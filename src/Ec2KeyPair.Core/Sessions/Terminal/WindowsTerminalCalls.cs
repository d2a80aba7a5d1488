using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>kernel32's calls for consoles (learn.microsoft.com/windows/console/console-functions).</summary>
internal static class WindowsTerminalCalls
{
    internal const int StandardInput = -10, StandardOutput = -11;
    internal const uint VirtualTerminalInput = 0x0200, WindowInput = 0x0008;
    internal const uint ProcessedOutput = 0x0001, WrapAtEnd = 0x0002, VirtualTerminalProcessing = 0x0004, DisableNewlineAutoReturn = 0x0008;
    internal const uint Utf8 = 65001;
    internal const ushort KeyEvent = 0x0001, WindowBufferSizeEvent = 0x0004;
    internal const ushort AltKey = 0x12;
    internal const uint Infinite = uint.MaxValue;

    [DllImport("kernel32", SetLastError = true)]
    internal static extern nint GetStdHandle(int which);

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool GetConsoleMode(nint console, out uint mode);

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool SetConsoleMode(nint console, uint mode);

    [DllImport("kernel32")]
    internal static extern uint GetConsoleOutputCP();

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool SetConsoleOutputCP(uint codePage);

    [DllImport("kernel32", EntryPoint = "ReadConsoleInputW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern bool ReadConsoleInput(nint console, [Out] InputRecord[] records, uint length, out uint count);

    [DllImport("kernel32", SetLastError = true)]
    internal static extern uint WaitForMultipleObjects(uint count, nint[] handles, [MarshalAs(UnmanagedType.Bool)] bool all, uint milliseconds);

    [DllImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    internal static extern unsafe bool WriteFile(nint file, byte* buffer, uint length, out uint written, nint overlapped);

    /// <summary>INPUT_RECORD with a KEY_EVENT_RECORD in it: 20 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 20, CharSet = CharSet.Unicode)]
    internal struct InputRecord
    {
        [FieldOffset(0)]
        internal ushort EventType;

        [FieldOffset(4)]
        internal int IsKeyDown;

        [FieldOffset(8)]
        internal ushort RepeatCount;

        [FieldOffset(10)]
        internal ushort VirtualKey;

        [FieldOffset(14)]
        internal ushort Character;
    }
}
