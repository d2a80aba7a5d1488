using System.Runtime.InteropServices;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;
using static Ec2KeyPair.Core.Sessions.Terminal.UnixTerminalCalls;

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>
/// Raw mode from creation to disposal. The system says what a terminal's attributes look like and what raw is
/// (tcgetattr, cfmakeraw); they are kept here as so many bytes, which suits glibc, musl and macOS alike.
/// </summary>
#if NET
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
#endif
internal sealed class UnixRawMode : IDisposable
{
    private const int Plenty = 256; // struct termios has 60 bytes on Linux and 72 on macOS
    // Output that waits was already processed when it was written, so there is nothing to drain first; and a
    // terminal that takes no output must not keep its user from getting it back.
    private const int Now = 0; // TCSANOW
    private readonly object _lock = new();
    private readonly int _descriptor;
    private readonly byte[] _before = new byte[Plenty];
    private readonly byte[] _raw;
    private readonly RestoreOnExit _restore;
    private readonly List<IDisposable> _watches = [];

    /// <param name="descriptor">The terminal.</param>
    /// <param name="size">Its size now.</param>
    /// <param name="sizeChanged">Called on any thread when the size may have changed.</param>
    internal UnixRawMode(int descriptor, Func<TerminalSize> size, Action sizeChanged)
    {
        _descriptor = descriptor;
        if (GetAttributes(descriptor, _before) != 0) throw Refused(Marshal.GetLastWin32Error());
        _raw = (byte[])_before.Clone();
        MakeRaw(_raw);
        _restore = new RestoreOnExit(Restore);
        try
        {
            var error = Set(_raw);
            if (error != 0) throw Refused(error);
            Watch(size, sizeChanged);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True when the terminal has been put back.</summary>
    internal bool IsOver => _restore.IsRestored;

    public void Dispose()
    {
        foreach (var watch in _watches) watch.Dispose();
        var isFirst = !IsOver;
        _restore.Dispose();
        // .NET's Console remembers where the cursor is and has not seen what was written past it; it forgets
        // when the window changes. Without this PSReadLine draws its next prompt over the session's output.
        if (isFirst) _ = Kill(ProcessId(), WindowChanged);
    }

    private void Watch(Func<TerminalSize> size, Action sizeChanged)
    {
#if NET
        _watches.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => sizeChanged()));
        // Stopped from outside (kill -STOP; no key does that now) and continued: the shell that was in front
        // meanwhile, and .NET's own handler, have set the terminal to what they think it should be.
        _watches.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ =>
        {
            Resume();
            sizeChanged();
        }));
#else
        // Windows PowerShell's build meets Unix in tests only, and has no signals.
        _watches.Add(new SizePoll(size, sizeChanged));
#endif
    }

#if NET
    private void Resume()
    {
        // What fails here fails again, and is reported, with the next key or output.
        lock (_lock) if (!IsOver) _ = Set(_raw);
    }
#endif

    private void Restore()
    {
        // A terminal that can't be set any more has been hung up: there is nothing to put back, nor anyone to tell.
        lock (_lock) _ = Set(_before);
    }

    private int Set(byte[] attributes)
    {
        while (SetAttributes(_descriptor, Now, attributes) != 0)
        {
            var error = Marshal.GetLastWin32Error();
            if (error != UnixError.Interrupted) return error;
        }

        return 0;
    }

    private static Ec2KeyPairException Refused(int error) => new(
        ErrorCondition.HostNotInteractive, "The terminal can't be set to pass every key on.",
        mend: "Run this in a terminal, with neither input nor output redirected.", innerException: UnixCalls.Failure(error));
}
