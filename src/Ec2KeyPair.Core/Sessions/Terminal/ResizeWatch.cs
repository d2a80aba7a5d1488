#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>Tells of changes of a terminal's size: by signal where there is one, else by looking four times a second.</summary>
internal sealed class ResizeWatch : IDisposable
{
    private readonly IDisposable _watch;

    internal ResizeWatch(Func<TerminalSize> size, Action changed)
    {
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            _watch = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => changed());
            return;
        }
#endif
        var known = size();
        _watch = new Timer(
            _ =>
            {
                if (size() is var now && now != known)
                {
                    known = now;
                    changed();
                }
            },
            null,
            250,
            250);
    }

    public void Dispose() => _watch.Dispose();
}
