namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>One line of the table.</summary>
/// <param name="Figure">What is measured.</param>
/// <param name="Ours">Our number.</param>
/// <param name="Peer">The peer's, or why there is none.</param>
/// <param name="Ratio">How many times as fast we are.</param>
/// <param name="Asked">What was asked for; empty where the line is information.</param>
/// <param name="IsMet">Null where nothing was asked for or the peer is absent.</param>
internal sealed record Row(string Figure, string Ours, string Peer = "", string Ratio = "", string Asked = "", bool? IsMet = null)
{
    internal static Row PeerAbsent(string figure, string peer, string asked) => new(figure, "", $"peer absent: {peer}", "", asked);

    /// <summary>A line where being so many times as fast as the peer is asked for.</summary>
    internal static Row Against(string figure, string peer, Paired times, double? factor) => new(
        figure,
        Seconds(times.Ours),
        $"{peer} {Seconds(times.Peer)}",
        $"{times.Ratio:0.0}x",
        factor is { } wanted ? $">= {wanted:0.#}x" : "",
        factor is { } asked ? times.Ratio >= asked : null);

    internal static string Seconds(double seconds) => seconds < 1 ? $"{seconds * 1000:0} ms" : $"{seconds:0.00} s";
}
