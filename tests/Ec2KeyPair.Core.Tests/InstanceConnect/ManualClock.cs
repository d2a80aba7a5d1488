using System.Threading.Channels;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Tests.InstanceConnect;

/// <summary>A clock that stands until a test lets time pass; who waits is woken then.</summary>
internal sealed class ManualClock : IClock
{
    private readonly Lock _gate = new();
    private readonly List<(DateTime Until, TaskCompletionSource Done)> _waiting = [];
    private readonly Channel<bool> _arrived = Channel.CreateUnbounded<bool>();

    public DateTime UtcNow { get; private set; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public Task DelayAsync(TimeSpan duration, CancellationToken cancel)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _waiting.Add((UtcNow + duration, done));
        cancel.Register(() => done.TrySetCanceled(cancel));
        _arrived.Writer.TryWrite(true);
        return done.Task;
    }

    /// <summary>Waits until somebody waits for this clock, once for each call.</summary>
    internal Task SomebodyWaitsAsync() => _arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    internal void Pass(TimeSpan time)
    {
        lock (_gate)
        {
            UtcNow += time;
            foreach (var (until, done) in _waiting.Where(one => one.Until <= UtcNow).ToList()) done.TrySetResult();
            _waiting.RemoveAll(one => one.Until <= UtcNow);
        }
    }
}
