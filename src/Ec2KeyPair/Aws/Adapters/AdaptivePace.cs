namespace Ec2KeyPair.Aws.Adapters;

/// <summary>
/// Slows all requests to one Region down when AWS throttles one of them, and lets them speed up again as they
/// succeed (additive cost, multiplicative relief). No request waits while nothing is throttled.
/// </summary>
/// <remarks>
/// The SDK's own adaptive mode gives up after a single throttled answer ("capacity could not be obtained") where
/// AWS would have answered the next request.
/// </remarks>
internal sealed class AdaptivePace
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private const double Relief = 0.8;
    private readonly Random _random = new();
    private readonly object _gate = new();
    private TimeSpan _pause;

    /// <summary>Waits as long as the last answers suggest, give or take a half at random.</summary>
    internal Task WaitAsync(CancellationToken cancel)
    {
        TimeSpan pause;
        lock (_gate)
        {
            if (_pause == TimeSpan.Zero) return Task.CompletedTask;
            pause = TimeSpan.FromTicks((long)(_pause.Ticks * (0.5 + _random.NextDouble())));
        }

        return Task.Delay(pause, cancel);
    }

    /// <summary>AWS throttled a request even after the SDK's own retries.</summary>
    internal void Throttled()
    {
        lock (_gate) _pause = _pause < Shortest ? Shortest : _pause + _pause > Longest ? Longest : _pause + _pause;
    }

    /// <summary>AWS served a request.</summary>
    internal void Served()
    {
        lock (_gate)
        {
            if (_pause == TimeSpan.Zero) return;
            _pause = TimeSpan.FromTicks((long)(_pause.Ticks * Relief));
            if (_pause < Shortest) _pause = TimeSpan.Zero;
        }
    }
}
