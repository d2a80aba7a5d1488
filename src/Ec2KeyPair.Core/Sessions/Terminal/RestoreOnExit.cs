#if NET
using System.Runtime.InteropServices;
#endif

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>Puts the terminal back exactly once: when disposed, or when the process ends before that.</summary>
internal sealed class RestoreOnExit : IDisposable
{
    private readonly Action _restore;
    private int _isRestored;
#if NET
    private readonly List<PosixSignalRegistration> _signals = [];
#endif

    internal RestoreOnExit(Action restore)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += AtProcessExit;
#if NET
        try
        {
            // What follows the signal is left as it was: the process ends, or the host's handler keeps it alive. The
            // host that survives Ctrl+C from outside (kill -INT) stops its pipeline, and the session with it. On
            // Windows Ctrl+Break is no end (PowerShell breaks into its debugger) and Ctrl+C comes as a byte.
            Register(PosixSignal.SIGTERM);
            Register(PosixSignal.SIGHUP);
            if (OperatingSystem.IsWindows()) return;
            Register(PosixSignal.SIGINT);
            Register(PosixSignal.SIGQUIT);
        }
        catch
        {
            Unregister();
            throw;
        }
#endif
    }

    /// <summary>True once the terminal has been put back.</summary>
    internal bool IsRestored => Volatile.Read(ref _isRestored) != 0;

    public void Dispose()
    {
        Unregister();
        Restore();
    }

    private void AtProcessExit(object? sender, EventArgs e) => Restore();

    private void Restore()
    {
        if (Interlocked.Exchange(ref _isRestored, 1) == 0) _restore();
    }

#if NET
    private void Register(PosixSignal signal) => _signals.Add(PosixSignalRegistration.Create(signal, _ => Restore()));
#endif

    private void Unregister()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtProcessExit;
#if NET
        foreach (var signal in _signals) signal.Dispose();
#endif
    }
}
