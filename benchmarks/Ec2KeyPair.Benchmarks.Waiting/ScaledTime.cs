using System.Diagnostics;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Benchmarks.Waiting;

/// <summary>A clock that runs so many times as fast as the machine's, for the waiting module and the fleet alike.</summary>
internal sealed class ScaledTime(double scale) : TimeProvider, IClock
{
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public DateTime UtcNow => GetUtcNow().UtcDateTime;

    public override DateTimeOffset GetUtcNow() => _start + (_watch.Elapsed * scale);

    public Task DelayAsync(TimeSpan duration, CancellationToken cancel) => Task.Delay(duration / scale, cancel);
}
