#if NET
using System.Runtime.InteropServices;
#endif

namespace Ec2KeyPair.Hosting;

/// <summary>
/// Lets work end in good order when the process is told to end (SIGTERM, SIGHUP: a service that is stopped, a time limit, a
/// terminal that is closed), as Ctrl+C does. What follows the signal is left as it was.
/// </summary>
internal sealed class EndOnTermination : IDisposable
{
    // Longer than it takes to end a command on an instance; whoever sends a signal may send SIGKILL after it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

#if NET
    private readonly ManualResetEventSlim _hasEnded = new();
    private readonly List<PosixSignalRegistration> _signals = [];
#endif

    /// <param name="stop">Asks the work to end; does not wait for it.</param>
    internal EndOnTermination(Action stop)
    {
#if NET
        if (OperatingSystem.IsWindows()) return;
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, _ =>
            {
                stop();
                _hasEnded.Wait(Patience);
            }));
        }
#else
        _ = (stop, Patience); // .NET Framework runs on Windows only, which has no such signals.
#endif
    }

    /// <summary>The work has ended.</summary>
    public void Dispose()
    {
#if NET
        _hasEnded.Set();
        foreach (var signal in _signals) signal.Dispose();
#endif
    }
}
