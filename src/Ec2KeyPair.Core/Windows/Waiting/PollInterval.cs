namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>
/// How long to leave one instance alone before it is asked again: from 5 s up to 30 s by powers of 1.5, give or take a
/// fifth at random so that instances launched together are not asked together.
/// </summary>
internal sealed class PollInterval(Random random)
{
    private const double FirstSeconds = 5;
    private const double LongestSeconds = 30;

    /// <summary>The wait before the next request.</summary>
    /// <param name="asked">How often this instance was asked before, 1 or more.</param>
    internal TimeSpan Next(int asked) =>
        TimeSpan.FromSeconds(Math.Min(LongestSeconds, FirstSeconds * Math.Pow(1.5, asked - 1)) * (0.8 + (0.4 * random.NextDouble())));
}
