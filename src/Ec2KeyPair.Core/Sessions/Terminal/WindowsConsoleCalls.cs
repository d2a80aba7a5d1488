using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The console of Windows (consoleapi.h, consoleapi2.h).</summary>
internal static class WindowsConsoleCalls
{
    internal const ushort KeyEvent = 1; // KEY_EVENT
    internal const ushort AltKey = 0x12; // VK_MENU
    internal const ushort SpaceBar = 0x20; // VK_SPACE
    internal const ushort DigitTwo = 0x32;
    internal const uint AltKeys = 1 | 2; // RIGHT_ALT_PRESSED, LEFT_ALT_PRESSED
    internal const uint CtrlKeys = 4 | 8; // RIGHT_CTRL_PRESSED, LEFT_CTRL_PRESSED
    internal const uint Failed = 0xFFFFFFFF; // WAIT_FAILED
    internal const uint Forever = 0xFFFFFFFF; // INFINITE
    private const uint ReadWrite = 0xC0000000; // GENERIC_READ | GENERIC_WRITE
    private const uint Shared = 3; // FILE_SHARE_READ | FILE_SHARE_WRITE
    private const uint OpenExisting = 3; // OPEN_EXISTING

    /// <summary>Opens CONIN$ or CONOUT$; the handle is invalid when the process has no console.</summary>
    internal static SafeFileHandle Open(string name) => CreateFile(name, ReadWrite, Shared, IntPtr.Zero, OpenExisting, 0, IntPtr.Zero);

    /// <summary>The error of the last call.</summary>
    internal static IOException Failure()
    {
        var cause = new Win32Exception(Marshal.GetLastWin32Error());
        return new IOException(cause.Message, cause);
    }

    // INPUT_RECORD: a kind, and a union that starts at byte 4 and is at most 16 bytes long. Only keys are of interest.
    [StructLayout(LayoutKind.Explicit, Size = 20, CharSet = CharSet.Unicode)]
    internal struct InputRecord
    {
        [FieldOffset(0)] internal ushort Kind;
        [FieldOffset(4)] internal int IsDown; // KEY_EVENT_RECORD.bKeyDown
        [FieldOffset(8)] internal ushort Repeats;
        [FieldOffset(10)] internal ushort VirtualKey;
        [FieldOffset(12)] internal ushort ScanCode;
        [FieldOffset(14)] internal ushort Character;
        [FieldOffset(16)] internal uint ControlKeys;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ScreenBufferInfo // CONSOLE_SCREEN_BUFFER_INFO
    {
        internal short Width;
        internal short Height;
        internal short CursorX;
        internal short CursorY;
        internal ushort Attributes;
        internal short Left;
        internal short Top;
        internal short Right;
        internal short Bottom;
        internal short MaximumWidth;
        internal short MaximumHeight;
    }

    [DllImport("kernel32", EntryPoint = "GetConsoleMode", SetLastError = true)]
    internal static extern int GetMode(SafeFileHandle console, out uint mode);

    [DllImport("kernel32", EntryPoint = "SetConsoleMode", SetLastError = true)]
    internal static extern int SetMode(SafeFileHandle console, uint mode);

    [DllImport("kernel32", EntryPoint = "GetConsoleScreenBufferInfo", SetLastError = true)]
    internal static extern int GetScreenBufferInfo(SafeFileHandle console, out ScreenBufferInfo info);

    [DllImport("kernel32", EntryPoint = "ReadConsoleInputW", SetLastError = true)]
    internal static extern int ReadInput(SafeFileHandle console, [Out] InputRecord[] records, uint length, out uint count);

    [DllImport("kernel32", EntryPoint = "WriteConsoleW", SetLastError = true)]
    internal static extern unsafe int Write(SafeFileHandle console, char* text, uint length, out uint written, IntPtr reserved);

    [DllImport("kernel32", EntryPoint = "WaitForMultipleObjects", SetLastError = true)]
    internal static extern uint WaitForAny(uint count, [In] IntPtr[] handles, int waitForAll, uint milliseconds);

    [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern SafeFileHandle CreateFile(
        string name, uint access, uint share, IntPtr security, uint disposition, uint attributes, IntPtr template);
}
