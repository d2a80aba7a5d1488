using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>One figure of the table; it may take several lines.</summary>
/// <param name="Name">For --filter.</param>
/// <param name="Measure">Measures; true for small sizes.</param>
internal sealed record Figure(string Name, Func<bool, IEnumerable<Row>> Measure)
{
    internal static IReadOnlyList<Figure> All { get; } =
    [
        new("import", ImportFigure.Measure),
        new("package", PackageFigure.Measure),
        new("keys", NewKeysFigure.Measure),
        new("files", KeyFilesFigure.Measure),
        new("passwords", PasswordsFigure.Measure),
        new("waiting", WaitingFigure.Measure),
        new("memory", MemoryFigure.Measure),
        new("usage", UsageFigure.Measure),
        new("sessions", SessionsFigure.Measure),
        new("connect", ConnectFigure.Measure),
        new("commands", CommandsFigure.Measure),
        new("rotation", RotationFigure.Measure),
        new("tunnels", EndpointTunnelFigure.Measure),
    ];
}
