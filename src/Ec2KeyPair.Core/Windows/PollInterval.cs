namespace Ec2KeyPair.Core.Windows;

/// <summary>
/// How long to wait before asking for password data again: from 5 s up to 30 s by powers of 1.5, give or take a
/// fifth at random so that instances launched together are not asked together, and longer where many wait, so
/// that all of them make two requests a second together at most.
/// </summary>
internal sealed class PollInterval
{
    private const double FirstSeconds = 5;
    private const double LongestSeconds = 30;
    private const double RequestsPerSecond = 2;
    private readonly Random _random = new();

    /// <summary>The wait before the next request.</summary>
    /// <param name="asked">How often this instance was asked before, 1 or more.</param>
    /// <param name="waiting">How many instances wait at the moment.</param>
    internal TimeSpan Next(int asked, int waiting)
    {
        var backoff = Math.Min(LongestSeconds, FirstSeconds * Math.Pow(1.5, asked - 1));
        double jitter;
        lock (_random) jitter = 0.8 + (0.4 * _random.NextDouble());
        return TimeSpan.FromSeconds(Math.Max(backoff, waiting / RequestsPerSecond) * jitter);
    }
}
