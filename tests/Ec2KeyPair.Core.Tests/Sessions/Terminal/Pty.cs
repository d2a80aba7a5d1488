using System.Runtime.InteropServices;
using System.Text;

namespace Ec2KeyPair.Core.Tests.Sessions.Terminal;

/// <summary>A pseudo terminal of Linux: the user's side is the master, the program's the slave.</summary>
internal sealed class Pty : IDisposable
{
    private const int ReadWrite = 2, NoControllingTerminal = 0x100, CloseOnExec = 0x80000;
    private bool _isHungUp;

    internal Pty()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The constants are Linux's.");
        Master = Must(posix_openpt(ReadWrite | NoControllingTerminal | CloseOnExec));
        Must(grantpt(Master));
        Must(unlockpt(Master));
        var name = new byte[128];
        Assert.Equal(0, ptsname_r(Master, name, (nuint)name.Length));
        Path = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
        Slave = Must(open(name, ReadWrite | NoControllingTerminal | CloseOnExec));
    }

    internal int Master { get; }

    internal int Slave { get; }

    internal string Path { get; }

    internal byte[] Attributes()
    {
        var attributes = new byte[256];
        Must(tcgetattr(Slave, attributes));
        return attributes;
    }

    internal void Resize(ushort columns, ushort rows) => Must(ioctl(Master, 0x5414, [rows, columns, 0, 0])); // TIOCSWINSZ

    /// <summary>Types as the user does.</summary>
    internal void Type(params byte[] keys) => Assert.Equal(keys.Length, (int)write(Master, keys, keys.Length));

    /// <summary>Reads what the program has shown, until so many bytes have come.</summary>
    internal byte[] Shown(int count)
    {
        var shown = new List<byte>();
        var buffer = new byte[4096];
        while (shown.Count < count)
        {
            var got = (int)read(Master, buffer, Math.Min(buffer.Length, count - shown.Count));
            Assert.True(got > 0);
            shown.AddRange(buffer.AsSpan(0, got));
        }

        return [.. shown];
    }

    /// <summary>Reads one key as the next program would.</summary>
    internal byte NextKey()
    {
        var one = new byte[1];
        Assert.Equal(1, (int)read(Slave, one, 1));
        return one[0];
    }

    internal void HangUp()
    {
        if (_isHungUp) return;
        _isHungUp = true;
        _ = close(Master);
    }

    internal static void Raise(int signal) => Must(kill(Environment.ProcessId, signal));

    public void Dispose()
    {
        HangUp();
        _ = close(Slave);
    }

    private static int Must(int answer) => answer >= 0 ? answer : throw new IOException($"errno {Marshal.GetLastPInvokeError()}");

    [DllImport("libc", SetLastError = true)]
    private static extern int posix_openpt(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int grantpt(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlockpt(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int ptsname_r(int fd, byte[] name, nuint length);

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int tcgetattr(int fd, byte[] attributes);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int fd, nuint request, ushort[] size);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int fd, [Out] byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int fd, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
