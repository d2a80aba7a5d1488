using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Store.Files;
using static Ec2KeyPair.Core.Sessions.Terminal.UnixTerminalCalls;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>A terminal of Linux or macOS.</summary>
#if NET
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
#endif
internal sealed class UnixTerminal : ITerminal
{
    private const int HungUp = 5; // EIO
    private readonly int _input;
    private readonly int _output;
    private readonly WakePipe _wake = new();
    private readonly DeviceThread _reading;
    private readonly DeviceThread _writing;
    private UnixRawMode? _raw;
    private volatile bool _isDisposed;

    internal UnixTerminal()
        : this(0, 1)
    {
    }

    /// <summary>Uses two descriptors, which stay the caller's.</summary>
    internal UnixTerminal(int input, int output)
    {
        _input = input;
        _output = output;
        _reading = new DeviceThread("terminal input", _wake.Dispose);
        _writing = new DeviceThread("terminal output");
    }

    public event EventHandler? SizeChanged;

    public bool IsInteractive => IsTerminal(_input) == 1 && IsTerminal(_output) == 1;

    public TerminalSize Size => WindowSize(_output) ?? WindowSize(_input) ?? ConsoleSize.OrUsual();

    public IDisposable EnterRaw()
    {
        if (_isDisposed) throw new ObjectDisposedException(nameof(UnixTerminal));
        if (_raw is { IsOver: false }) throw new InvalidOperationException("The terminal is raw already.");
        return _raw = new UnixRawMode(_input, () => Size, () => SizeChanged?.Invoke(this, EventArgs.Empty));
    }

    public Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel) => cancel.IsCancellationRequested
        ? Task.FromCanceled<int>(cancel)
        : _reading.RunAsync(() => Read(buffer, cancel));

    public Task WriteAsync(ReadOnlyMemory<byte> data) => data.IsEmpty ? Task.CompletedTask : _writing.RunAsync(() => Write(data));

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _raw?.Dispose();
        _wake.Signal(); // The reader, if there is one, sees that it is over; the pipe is closed after it.
        _reading.Dispose();
        _writing.Dispose();
    }

    private int Read(Memory<byte> buffer, CancellationToken cancel)
    {
        using var waking = cancel.Register(_wake.Signal);
        while (true)
        {
            if (_isDisposed) throw new ObjectDisposedException(nameof(UnixTerminal));
            cancel.ThrowIfCancellationRequested();
            // A wake-up that was meant for an earlier read goes round the loop once.
            if (!_wake.WaitFor(_input, Readable)) continue;
            var count = UnixTerminalCalls.Read(_input, ref MemoryMarshal.GetReference(buffer.Span), buffer.Length);
            if (count >= 0) return (int)count;
            var error = Marshal.GetLastWin32Error();
            if (error == HungUp) return 0;
            if (error != UnixError.Interrupted && error != UnixError.WouldBlock) throw UnixCalls.Failure(error);
        }
    }

    private int Write(ReadOnlyMemory<byte> data)
    {
        var done = 0;
        while (done < data.Length)
        {
            var count = UnixTerminalCalls.Write(_output, ref MemoryMarshal.GetReference(data.Span.Slice(done)), data.Length - done);
            if (count >= 0)
            {
                done += (int)count;
                continue;
            }

            var error = Marshal.GetLastWin32Error();
            if (error == UnixError.WouldBlock) WaitUntilWritable();
            else if (error != UnixError.Interrupted) throw UnixCalls.Failure(error);
        }

        return done;
    }

    // Another program that shares the terminal has set it not to block.
    private void WaitUntilWritable()
    {
        var entries = new PollEntry[] { new() { Descriptor = _output, Wanted = Writable } };
        if (Poll(entries, 1, -1) >= 0) return;
        var error = Marshal.GetLastWin32Error();
        if (error != UnixError.Interrupted) throw UnixCalls.Failure(error);
    }
}
