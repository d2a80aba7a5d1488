using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>A clock in which waiting takes no time but time passes.</summary>
internal sealed class FakeClock : IClock
{
    private readonly Lock _gate = new();

    public DateTime UtcNow { get; private set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    internal List<TimeSpan> Delays { get; } = [];

    public async Task DelayAsync(TimeSpan duration, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            UtcNow += duration;
            Delays.Add(duration);
        }

        await Task.Yield();
    }
}
