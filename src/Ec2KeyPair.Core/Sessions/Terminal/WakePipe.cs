using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Store.Files;
using static Ec2KeyPair.Core.Sessions.Terminal.UnixTerminalCalls;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>A pipe to ourselves: the one thing that ends a poll(2) from outside, at once and without touching the terminal.</summary>
internal sealed class WakePipe : IDisposable
{
    private readonly object _lock = new();
    private readonly int _output;
    private readonly int _input;
    private bool _isSignalled;
    private bool _isClosed;

    internal WakePipe() => (_output, _input) = MakePipe();

    /// <summary>Wakes the one who waits, or will wait next.</summary>
    internal void Signal()
    {
        lock (_lock)
        {
            // Never more than one byte in the pipe: it can't fill up and hold the one who cancels.
            if (_isClosed || _isSignalled) return;
            byte one = 1;
            _isSignalled = Write(_input, ref one, 1) == 1;
        }
    }

    /// <summary>Waits until the descriptor can be read or written; false when it was woken instead.</summary>
    internal bool WaitFor(int descriptor, short what)
    {
        var entries = new PollEntry[]
        {
            new() { Descriptor = _output, Wanted = Readable },
            new() { Descriptor = descriptor, Wanted = what },
        };
        while (Poll(entries, (nuint)entries.Length, -1) < 0)
        {
            var error = Marshal.GetLastWin32Error();
            if (error != UnixError.Interrupted) throw UnixCalls.Failure(error);
        }

        // The wake-up first: one who cancels wants the next key left where it is.
        if (entries[0].Found != 0)
        {
            Drain();
            return false;
        }

        return (entries[1].Found & NotOpen) == 0 ? true : throw new IOException("The terminal can't be waited for.");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        _ = UnixCalls.Close(_output);
        _ = UnixCalls.Close(_input);
    }

    private void Drain()
    {
        lock (_lock)
        {
            byte one = 0;
            if (_isSignalled) _ = Read(_output, ref one, 1);
            _isSignalled = false;
        }
    }
}
