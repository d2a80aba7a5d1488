#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>Gives the terminal back as it was, once: when disposed, and else when the process ends or is told to.</summary>
internal sealed class TerminalRestore : IDisposable
{
    private readonly Action _restore;
    private int _isDone;
#if NET8_0_OR_GREATER
    private readonly List<PosixSignalRegistration> _signals = [];
#endif

    internal TerminalRestore(Action restore)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += AtExit;
#if NET8_0_OR_GREATER
        if (OperatingSystem.IsWindows()) return;
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            // The signal still does what it does; it only finds the terminal in order.
            _signals.Add(PosixSignalRegistration.Create(signal, _ => Restore()));
        }
#endif
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
#if NET8_0_OR_GREATER
        foreach (var signal in _signals) signal.Dispose();
#endif
        Restore();
    }

    private void AtExit(object? sender, EventArgs e) => Restore();

    private void Restore()
    {
        if (Interlocked.Exchange(ref _isDone, 1) == 0) _restore();
    }
}
