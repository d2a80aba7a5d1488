using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>A clock in which waiting takes no time but time passes. One waits at a time.</summary>
internal sealed class FakeClock : IClock
{
    private readonly Lock _gate = new();
    private DateTime _utcNow = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public DateTime UtcNow
    {
        get
        {
            lock (_gate) return _utcNow;
        }
    }

    internal List<TimeSpan> Delays { get; } = [];

    /// <summary>Told the time after each wait.</summary>
    internal Action<DateTime> Passed { get; set; } = _ => { };

    public async Task DelayAsync(TimeSpan duration, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _utcNow += duration;
            Delays.Add(duration);
        }

        Passed(UtcNow);
        await Task.Yield();
    }
}
