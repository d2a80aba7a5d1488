using System.Diagnostics;

namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>
/// Two things measured in turns, A B A B ..., so that whatever else the machine does hits both. The ratio is the
/// median of the ratios of neighbours, not the ratio of the medians.
/// </summary>
/// <param name="Ours">Median seconds.</param>
/// <param name="Peer">Median seconds.</param>
/// <param name="Ratio">How many times as long the peer takes.</param>
/// <param name="Difference">Median of ours minus peer, in seconds.</param>
internal sealed record Paired(double Ours, double Peer, double Ratio, double Difference)
{
    internal static Paired Run(int rounds, Func<double> ours, Func<double> peer)
    {
        var pairs = new List<(double Ours, double Peer)>();
        for (var round = 0; round < rounds; round++) pairs.Add((ours(), peer()));
        return new Paired(
            Median(pairs.Select(pair => pair.Ours)),
            Median(pairs.Select(pair => pair.Peer)),
            Median(pairs.Select(pair => pair.Peer / pair.Ours)),
            Median(pairs.Select(pair => pair.Ours - pair.Peer)));
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Seconds that an action takes.</summary>
    internal static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }
}
