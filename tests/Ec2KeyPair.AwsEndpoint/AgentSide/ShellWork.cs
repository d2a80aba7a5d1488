using System.Diagnostics;
using System.Runtime.InteropServices;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Microsoft.Win32.SafeHandles;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>A shell, or a command of AWS-StartInteractiveCommand, on a real pty. Linux only; elsewhere the session ends with an error.</summary>
internal sealed class ShellWork(Agent agent, PlayedSession session, string? command) : IAgentWork, ITerminalWork
{
    private const int ReadWriteNoControl = 0x102; // O_RDWR | O_NOCTTY
    private const nuint SetWindowSize = 0x5414; // TIOCSWINSZ
    private readonly TaskCompletionSource<FileStream> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _master = -1;
    private Process? _process;

    public async Task<string> RunAsync(CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux()) return "This endpoint has shells on Linux only.";
        _master = posix_openpt(ReadWriteNoControl);
        if (_master < 0 || grantpt(_master) != 0 || unlockpt(_master) != 0) return "no pty";
        if (session.TerminalSize is { } size) Resize(size.Columns, size.Rows);
        var slave = Marshal.PtrToStringAnsi(ptsname(_master))!;
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec setsid -c sh{(command is null ? "" : " -c \"$1\"")} <{slave} >{slave} 2>&1");
        if (command is not null)
        {
            start.ArgumentList.Clear();
            foreach (var argument in new[] { "-c", $"exec setsid -c sh -c \"$1\" <{slave} >{slave} 2>&1", "sh", command }) start.ArgumentList.Add(argument);
        }

        start.Environment["TERM"] = "xterm-256color";
        start.Environment["PS1"] = "$ ";
        _process = Process.Start(start)!;
        using var handle = new SafeFileHandle(_master, ownsHandle: true);
        await using var terminal = new FileStream(handle, FileAccess.ReadWrite, 0, isAsync: false);
        _ready.TrySetResult(terminal);
        var reading = Task.Run(() => ReadAsync(terminal), cancel);
        await _process.WaitForExitAsync(cancel);
        await reading;
        return "";
    }

    public async ValueTask<bool> TakeAsync(uint payloadType, ReadOnlyMemory<byte> payload)
    {
        if (payloadType != Payload.Output) return true;
        if (!_ready.Task.IsCompleted) return false;
        try
        {
            (await _ready.Task).Write(payload.Span);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return true; // The shell has just ended.
        }

        return true;
    }

    public void Resize(int columns, int rows)
    {
        if (_master < 0) return;
        var size = new WinSize { Rows = (ushort)rows, Columns = (ushort)columns };
        _ = ioctl(_master, SetWindowSize, ref size);
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            _process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadAsync(FileStream terminal)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var count = terminal.Read(buffer);
                if (count == 0) return;
                while (agent.IsPaused) await Task.Delay(20);
                await agent.SendAsync(Payload.Output, buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // EIO: nobody has the terminal open any more.
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int posix_openpt(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int grantpt(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlockpt(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern nint ptsname(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int fd, nuint request, ref WinSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WinSize
    {
        internal ushort Rows;
        internal ushort Columns;
        internal ushort Width;
        internal ushort Height;
    }
}
