namespace Ec2KeyPair.Core.Sessions.Channel;

/// <summary>
/// The estimate of the round-trip time and of the time after which a frame counts as lost
/// (RFC 6298 with the constants of session-manager-plugin; no samples from frames that were sent twice).
/// </summary>
internal sealed class RoundTrip
{
    private static readonly TimeSpan LeastVariance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);
    private TimeSpan _variance = TimeSpan.Zero;
    private TimeSpan _timeout = TimeSpan.FromMilliseconds(200);
    private int _backoff;

    /// <summary>The smoothed round-trip time.</summary>
    internal TimeSpan Smoothed { get; private set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The shortest sample: no acknowledgement is for a sending that is younger.</summary>
    internal TimeSpan Shortest { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The latest sample; null before the first.</summary>
    internal TimeSpan? Latest { get; private set; }

    /// <summary>How long to wait for an acknowledgement: doubled by each time-out in a row, up to 5 s.</summary>
    internal TimeSpan Timeout
    {
        get
        {
            var ticks = _timeout.Ticks << _backoff;
            return ticks > LongestBackoff.Ticks ? LongestBackoff : TimeSpan.FromTicks(ticks);
        }
    }

    /// <summary>A frame that was sent once has been acknowledged after this time.</summary>
    internal void Sample(TimeSpan time)
    {
        // The first sample says more than the constants that stand in for it.
        var difference = Latest is null ? TimeSpan.FromTicks(time.Ticks / 2) : (Smoothed - time).Duration();
        _variance = Latest is null ? difference : TimeSpan.FromTicks(((3 * _variance.Ticks) + difference.Ticks) / 4);
        Smoothed = Latest is null ? time : TimeSpan.FromTicks(((7 * Smoothed.Ticks) + time.Ticks) / 8);
        Latest = time;
        if (time < Shortest) Shortest = time;
        var margin = TimeSpan.FromTicks(4 * _variance.Ticks);
        var timeout = Smoothed + (margin > LeastVariance ? margin : LeastVariance);
        _timeout = timeout < LongestTimeout ? timeout : LongestTimeout;
    }

    /// <summary>Something was acknowledged: the path works.</summary>
    internal void Progress() => _backoff = 0;

    /// <summary>Nothing was acknowledged in time.</summary>
    internal void TimedOut()
    {
        if (_backoff < 8) _backoff++;
    }
}
