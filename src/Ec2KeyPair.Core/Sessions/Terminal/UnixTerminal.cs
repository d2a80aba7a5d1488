using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>A terminal of Linux or macOS, by its file descriptors.</summary>
internal sealed class UnixTerminal : ITerminal
{
    private readonly int _input;
    private readonly int _output;
    private readonly int[] _wake = new int[2];
    private readonly ResizeWatch _resize;

    internal UnixTerminal(int input, int output)
    {
        _input = input;
        _output = output;
        if (UnixTerminalCalls.pipe(_wake) != 0) throw Failure("pipe");
        _resize = new ResizeWatch(() => Size, () => SizeChanged?.Invoke());
    }

    public event Action? SizeChanged;

    public TerminalSize Size => UnixTerminalCalls.Size(_output) ?? ConsoleSize.Now;

    public IDisposable EnterRaw()
    {
        var before = new byte[UnixTerminalCalls.TermiosSize];
        if (UnixTerminalCalls.tcgetattr(_input, before) != 0) throw Failure("tcgetattr");
        var raw = (byte[])before.Clone();
        UnixTerminalCalls.cfmakeraw(raw);
        var restore = new TerminalRestore(() => _ = UnixTerminalCalls.tcsetattr(_input, UnixTerminalCalls.TcsaDrain, before));
        if (UnixTerminalCalls.tcsetattr(_input, UnixTerminalCalls.TcsaNow, raw) == 0) return restore;
        var failure = Failure("tcsetattr");
        restore.Dispose();
        throw failure;
    }

    public Task<int> ReadAsync(byte[] buffer, CancellationToken cancel) => Task.Run(
        () =>
        {
            using (cancel.Register(Wake)) return Read(buffer, cancel);
        },
        cancel);

    public unsafe void Write(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            for (nint done = 0; done < data.Length;)
            {
                var count = UnixTerminalCalls.write(_output, start + done, (nuint)(data.Length - done));
                if (count >= 0) done += count;
                else if (!IsPassing(Marshal.GetLastWin32Error())) throw Failure("write");
            }
        }
    }

    public void Dispose()
    {
        _resize.Dispose();
        foreach (var end in _wake) _ = UnixTerminalCalls.close(end);
    }

    private static bool IsPassing(int error) =>
        error is UnixTerminalCalls.Interrupted or UnixTerminalCalls.TryAgainLinux or UnixTerminalCalls.TryAgainMac;

    private static IOException Failure(string call) =>
        new($"The terminal can't be used: {call}: {new Win32Exception(Marshal.GetLastWin32Error()).Message}");

    // Waits for a key or for the wake-up, whichever comes first: only then is anything read.
    private unsafe int Read(byte[] buffer, CancellationToken cancel)
    {
        var fds = new UnixTerminalCalls.PollFd[2];
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            fds[0] = new() { Fd = _input, Events = UnixTerminalCalls.PollIn };
            fds[1] = new() { Fd = _wake[0], Events = UnixTerminalCalls.PollIn };
            if (UnixTerminalCalls.poll(fds, 2, -1) < 0)
            {
                if (IsPassing(Marshal.GetLastWin32Error())) continue;
                throw Failure("poll");
            }

            fixed (byte* start = buffer)
            {
                if (fds[1].Returned != 0)
                {
                    byte ignored;
                    _ = UnixTerminalCalls.read(_wake[0], &ignored, 1);
                    continue;
                }

                var count = UnixTerminalCalls.read(_input, start, (nuint)buffer.Length);
                if (count >= 0) return (int)count;
                var error = Marshal.GetLastWin32Error();
                if (error == 5) return 0; // EIO: the terminal was hung up.
                if (!IsPassing(error)) throw Failure("read");
            }
        }
    }

    private unsafe void Wake()
    {
        byte any = 0;
        _ = UnixTerminalCalls.write(_wake[1], &any, 1);
    }
}
