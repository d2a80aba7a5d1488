namespace Ec2KeyPair.Core.RunCommand;

/// <summary>
/// How long to wait before looking at a command again: from 0.3 s up to 5 s by powers of 1.5, give or take a fifth
/// at random so that batches sent together are not looked at together.
/// </summary>
internal sealed class CommandPollInterval
{
    private const double FirstSeconds = 0.3;
    private const double LongestSeconds = 5;
    private const double Growth = 1.5;
    private readonly Random _random = new();
    private double _seconds = FirstSeconds;

    internal TimeSpan Next()
    {
        var seconds = _seconds * (0.8 + (0.4 * _random.NextDouble()));
        _seconds = Math.Min(LongestSeconds, _seconds * Growth);
        return TimeSpan.FromSeconds(seconds);
    }
}
