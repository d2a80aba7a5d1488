using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>
/// A console of Windows 10 1809 or later, which speaks VT both ways. Keys are read as input records: those can be
/// waited for together with a wake-up, and tell of changes of size too.
/// </summary>
internal sealed class WindowsTerminal : ITerminal
{
    private readonly nint _input = WindowsTerminalCalls.GetStdHandle(WindowsTerminalCalls.StandardInput);
    private readonly nint _output = WindowsTerminalCalls.GetStdHandle(WindowsTerminalCalls.StandardOutput);
    private readonly EventWaitHandle _wake = new(false, EventResetMode.AutoReset);
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly Queue<byte> _typed = new();

    public event Action? SizeChanged;

    public TerminalSize Size => ConsoleSize.Now;

    public IDisposable EnterRaw()
    {
        if (!WindowsTerminalCalls.GetConsoleMode(_input, out var inputMode)) throw Failure("GetConsoleMode");
        if (!WindowsTerminalCalls.GetConsoleMode(_output, out var outputMode)) throw Failure("GetConsoleMode");
        var codePage = WindowsTerminalCalls.GetConsoleOutputCP();
        var restore = new TerminalRestore(() =>
        {
            _ = WindowsTerminalCalls.SetConsoleMode(_input, inputMode);
            _ = WindowsTerminalCalls.SetConsoleMode(_output, outputMode);
            _ = WindowsTerminalCalls.SetConsoleOutputCP(codePage);
        });
        // Neither line, echo nor processed input: Ctrl+C is a key like any other.
        var isSet = WindowsTerminalCalls.SetConsoleMode(
                _input, WindowsTerminalCalls.VirtualTerminalInput | WindowsTerminalCalls.WindowInput)
            && WindowsTerminalCalls.SetConsoleMode(
                _output,
                WindowsTerminalCalls.ProcessedOutput | WindowsTerminalCalls.WrapAtEnd
                | WindowsTerminalCalls.VirtualTerminalProcessing | WindowsTerminalCalls.DisableNewlineAutoReturn)
            && WindowsTerminalCalls.SetConsoleOutputCP(WindowsTerminalCalls.Utf8);
        if (isSet) return restore;
        var failure = Failure("SetConsoleMode");
        restore.Dispose();
        throw failure;
    }

    public Task<int> ReadAsync(byte[] buffer, CancellationToken cancel) => Task.Run(
        () =>
        {
            using (cancel.Register(() => _wake.Set())) return Read(buffer, cancel);
        },
        cancel);

    public unsafe void Write(ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
        {
            for (uint done = 0; done < data.Length;)
            {
                if (!WindowsTerminalCalls.WriteFile(_output, start + done, (uint)data.Length - done, out var count, 0)) throw Failure("WriteFile");
                done += count;
            }
        }
    }

    public void Dispose() => _wake.Dispose();

    private static IOException Failure(string call) =>
        new($"The console can't be used: {call}: {new Win32Exception(Marshal.GetLastWin32Error()).Message}");

    private int Read(byte[] buffer, CancellationToken cancel)
    {
        nint[] handles = [_wake.SafeWaitHandle.DangerousGetHandle(), _input];
        while (_typed.Count == 0)
        {
            cancel.ThrowIfCancellationRequested();
            var which = WindowsTerminalCalls.WaitForMultipleObjects(2, handles, false, WindowsTerminalCalls.Infinite);
            if (which == 1) ReadRecords();
            else if (which != 0) throw Failure("WaitForMultipleObjects");
        }

        var length = Math.Min(buffer.Length, _typed.Count);
        for (var at = 0; at < length; at++) buffer[at] = _typed.Dequeue();
        return length;
    }

    private void ReadRecords()
    {
        var records = new WindowsTerminalCalls.InputRecord[128];
        if (!WindowsTerminalCalls.ReadConsoleInput(_input, records, (uint)records.Length, out var count)) throw Failure("ReadConsoleInput");
        foreach (var record in records.AsSpan(0, (int)count))
        {
            if (record.EventType == WindowsTerminalCalls.WindowBufferSizeEvent) SizeChanged?.Invoke();
            if (record.EventType != WindowsTerminalCalls.KeyEvent || record.Character == 0) continue;
            // A character typed by its number comes when Alt is let go.
            if (record.IsKeyDown == 0 && record.VirtualKey != WindowsTerminalCalls.AltKey) continue;
            for (var times = 0; times < Math.Max((int)record.RepeatCount, 1); times++) Add((char)record.Character);
        }
    }

    private void Add(char character)
    {
        var bytes = new byte[8];
        var count = _encoder.GetBytes([character], 0, 1, bytes, 0, flush: false);
        foreach (var one in bytes.AsSpan(0, count)) _typed.Enqueue(one);
    }
}
