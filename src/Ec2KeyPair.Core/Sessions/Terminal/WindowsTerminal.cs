using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using static Ec2KeyPair.Core.Sessions.Terminal.WindowsConsoleCalls;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>The console of Windows.</summary>
/// <remarks>
/// Both ways in UTF-16, turned to and from bytes here: with the code page set to UTF-8, consoles up to Windows 10 read
/// every character beyond ASCII as NUL and older ones break a character that comes in two writes. Records are read,
/// not characters, since a console that has only a key's release to offer counts as readable and would then hold a
/// read for characters until the next key.
/// </remarks>
internal sealed class WindowsTerminal : ITerminal
{
    private const int RecordsAtOnce = 256;
    private const int UnitsAtOnce = 8192; // WriteConsoleW takes 64 KiB in its oldest forms
    private readonly SafeFileHandle _input = Open("CONIN$");
    private readonly SafeFileHandle _output = Open("CONOUT$");
    private readonly EventWaitHandle _wake = new(false, EventResetMode.AutoReset);
    private readonly InputRecord[] _records = new InputRecord[RecordsAtOnce];
    private readonly WindowsKeys _keys = new();
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly char[] _units = new char[UnitsAtOnce];
    private readonly DeviceThread _reading;
    private readonly DeviceThread _writing;
    private WindowsRawMode? _raw;
    private volatile bool _isDisposed;

    internal WindowsTerminal()
    {
        _reading = new DeviceThread("console input", CloseInput);
        _writing = new DeviceThread("console output", _output.Dispose);
    }

    public event EventHandler? SizeChanged;

    // Redirected standard handles count although CONIN$ would work: the user then expects data, not a terminal.
    public bool IsInteractive => !_input.IsInvalid && !_output.IsInvalid && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public TerminalSize Size => !_output.IsClosed && !_output.IsInvalid && GetScreenBufferInfo(_output, out var info) != 0
        ? new TerminalSize(info.Right - info.Left + 1, info.Bottom - info.Top + 1)
        : ConsoleSize.OrUsual();

    public IDisposable EnterRaw()
    {
        if (_isDisposed) throw new ObjectDisposedException(nameof(WindowsTerminal));
        if (_raw is { IsOver: false }) throw new InvalidOperationException("The console is raw already.");
        return _raw = new WindowsRawMode(_input, _output, () => Size, () => SizeChanged?.Invoke(this, EventArgs.Empty));
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
        _wake.Set(); // The reader, if there is one, sees that it is over; what it uses is closed after it.
        _reading.Dispose();
        _writing.Dispose();
    }

    private void CloseInput()
    {
        _wake.Dispose();
        _input.Dispose();
    }

    private int Read(Memory<byte> buffer, CancellationToken cancel)
    {
        using var waking = cancel.Register(() => _wake.Set());
        // The wake-up first: of several that are signalled, the wait names the first.
        var handles = new[] { _wake.SafeWaitHandle.DangerousGetHandle(), _input.DangerousGetHandle() };
        while (true)
        {
            if (_isDisposed) throw new ObjectDisposedException(nameof(WindowsTerminal));
            cancel.ThrowIfCancellationRequested();
            if (_keys.HasBytes) return _keys.Take(buffer.Span);
            var first = WaitForAny((uint)handles.Length, handles, 0, Forever);
            if (first == Failed) throw Failure();
            if (first == 0) continue;
            // Waited for, and this is the only reader: so there are records and this returns at once.
            if (ReadInput(_input, _records, RecordsAtOnce, out var count) == 0) throw Failure();
            for (var i = 0; i < count; i++) _keys.Add(_records[i]);
        }
    }

    private unsafe int Write(ReadOnlyMemory<byte> data)
    {
        // A character whose last bytes come with the next write stays in the decoder until then.
        var bytes = MemoryMarshal.TryGetArray(data, out var given) ? given : new ArraySegment<byte>(data.ToArray());
        for (var done = 0; done < bytes.Count;)
        {
            _decoder.Convert(bytes.Array!, bytes.Offset + done, bytes.Count - done, _units, 0, _units.Length, flush: false,
                out var used, out var made, out _);
            fixed (char* start = _units)
            {
                for (var at = 0; at < made;)
                {
                    if (WindowsConsoleCalls.Write(_output, start + at, (uint)(made - at), out var written, IntPtr.Zero) == 0) throw Failure();
                    at += (int)written;
                }
            }

            done += used;
        }

        return bytes.Count;
    }
}
