namespace Ec2KeyPair.Core.Sessions.Terminal;

/// <summary>Notices a new size by looking for it: for systems that send no signal when a window changes.</summary>
internal sealed class SizePoll : IDisposable
{
    private const int PeriodMilliseconds = 250;
    private readonly Func<TerminalSize> _size;
    private readonly Action _changed;
    private readonly Timer _timer;
    private TerminalSize _last;

    internal SizePoll(Func<TerminalSize> size, Action changed)
    {
        _size = size;
        _changed = changed;
        _last = size();
        // Each look starts the next one when it is done, so that two never run at once.
        _timer = new Timer(_ => Look(), null, PeriodMilliseconds, Timeout.Infinite);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var size = _size();
        if (size != _last)
        {
            _last = size;
            _changed();
        }

        try
        {
            _timer.Change(PeriodMilliseconds, Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // Disposed while it looked: nobody asks any more.
        }
    }
}
