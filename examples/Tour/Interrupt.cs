using System.Runtime.InteropServices;

namespace Ec2KeyPair.Tour;

/// <summary>Ctrl+C and its relatives: they end what runs, and the program leaves through its clean-up.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;
    private CancellationTokenSource _target;

    internal Interrupt(CancellationTokenSource program)
    {
        _target = program;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
            {
                context.Cancel = true;
                Volatile.Read(ref _target).Cancel();
            }),
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                program.Cancel();
            })),
        ];
    }

    /// <summary>Sends Ctrl+C to one command instead of the program, until the result is disposed.</summary>
    internal IDisposable Redirect(CancellationTokenSource command)
    {
        var before = Interlocked.Exchange(ref _target, command);
        return new Restore(() => Volatile.Write(ref _target, before));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private sealed class Restore(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
