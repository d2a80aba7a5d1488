using System.Diagnostics;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>
/// Notices an instance that neither answers nor moves a byte any more, while something is asked of it. A person who is
/// asked, and a pipeline that takes its time, are no stall.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private const int LooksPerLimit = 8;
    private readonly object _lock = new();
    private readonly Stopwatch _silence = new();
    private readonly TimeSpan _limit;
    private readonly Action _cut;
    private readonly Timer _timer;
    private int _asked;

    /// <summary>Begins.</summary>
    /// <param name="limit">How long it may be silent.</param>
    /// <param name="cut">Ends what waits for it.</param>
    internal StallWatch(TimeSpan limit, Action cut)
    {
        (_limit, _cut) = (limit, cut);
        var interval = TimeSpan.FromTicks(limit.Ticks / LooksPerLimit);
        _timer = new Timer(_ => Look(), null, interval, interval);
    }

    /// <summary>How long it may be silent.</summary>
    internal TimeSpan Limit => _limit;

    /// <summary>It was silent for too long, and was cut.</summary>
    internal bool HasStalled { get; private set; }

    /// <summary>Something is asked of the instance from now on.</summary>
    internal void Asked()
    {
        lock (_lock)
        {
            if (_asked++ == 0) _silence.Restart();
        }
    }

    /// <summary>It has been answered.</summary>
    internal void Answered()
    {
        lock (_lock)
        {
            if (--_asked == 0) _silence.Reset();
            else _silence.Restart();
        }
    }

    /// <summary>Something has come from there, or was taken there.</summary>
    internal void Moved()
    {
        lock (_lock)
        {
            if (_asked > 0) _silence.Restart();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            if (HasStalled || _asked == 0 || _silence.Elapsed < _limit) return;
            HasStalled = true;
        }

        _cut();
    }
}
