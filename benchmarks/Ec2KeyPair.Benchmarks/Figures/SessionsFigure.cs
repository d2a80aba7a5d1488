using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>
/// A tunnel through Session Manager, against the loopback endpoint whose agent never rests, and against the official
/// plugin on the same endpoint where aws and session-manager-plugin are on PATH.
/// </summary>
internal static class SessionsFigure
{
    private const int LargeFrame = 32 * 1024;
    private const string Open = "(New-EC2Tunnel $args[0] $args[1] -FrameSize $args[2]).LocalPort";

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var megabytes = quick ? 32 : 256;
        using var folder = new TemporaryFolder();
        foreach (var frame in new[] { 1024, LargeFrame })
        {
            using var endpoint = Endpoint.Start(0, folder, "--linux", "1", "--agent-frame", $"{frame}");
            endpoint.BecomeClient();
            using var session = ModuleSession.WithModule();
            using var server = new TransferServer(megabytes);
            var port = (int)session.Invoke(Open, endpoint.Instances[0], server.Port, frame)[0].BaseObject;
            foreach (var row in Transfers(port, megabytes, frame)) yield return row;
            if (frame == 1024)
            {
                foreach (var row in Latencies(port, server.Port, quick)) yield return row;
                foreach (var row in Plugin(endpoint, server, port, quick)) yield return row;
            }

            session.Invoke("Get-EC2Tunnel | Remove-EC2Tunnel");
        }
    }

    private static IEnumerable<Row> Transfers(int port, int megabytes, int frame)
    {
        TransferServer.Upload(port, 4); // warms the path
        foreach (var (name, transfer) in new (string, Action<int, int>)[] { ("up", TransferServer.Upload), ("down", TransferServer.Download) })
        {
            var before = GC.GetTotalAllocatedBytes();
            var rates = Enumerable.Range(0, 3).Select(_ => megabytes / Paired.Time(() => transfer(port, megabytes))).ToList();
            var allocated = (GC.GetTotalAllocatedBytes() - before) / 3.0 / megabytes / 1024;
            var rate = Paired.Median(rates);
            var asked = frame == LargeFrame ? 100 : (int?)null;
            yield return new Row(
                $"tunnel {name}, {megabytes} MB, frames of {frame} bytes", $"{rate:0} MB/s, {allocated:0} KB allocated per MB", "", "", asked is null ? "" : ">= 100 MB/s",
                asked is null ? null : rate >= asked);
        }
    }

    private static IEnumerable<Row> Latencies(int port, int direct, bool quick)
    {
        foreach (var size in new[] { 32, 4096 })
        {
            var through = TransferServer.RoundTrip(port, size, quick ? 300 : 2000);
            var bare = TransferServer.RoundTrip(direct, size, quick ? 300 : 2000);
            yield return new Row(
                $"round trip of {size} bytes, p50", $"{through:0.00} ms", $"bare TCP {bare:0.00} ms", "", "< 1 ms more", through - bare < 1);
        }

        var count = quick ? 200 : 1000;
        var seconds = Paired.Time(() => TransferServer.Connections(port, count));
        yield return new Row("connections opened, used and closed", $"{count / seconds:0} a second", "", "", ">= 200 a second", count / seconds >= 200);
    }

    private static IEnumerable<Row> Plugin(Endpoint endpoint, TransferServer server, int ours, bool quick)
    {
        const string figure = "upload through the same endpoint";
        if (Tool.AwsCli is not { } aws || Tool.Find("session-manager-plugin") is null)
        {
            yield return Row.PeerAbsent(figure, "aws with session-manager-plugin", ">= 10x");
            yield break;
        }

        var local = FreePort();
        var start = new ProcessStartInfo(
            aws,
            ["ssm", "start-session", "--target", endpoint.Instances[0], "--document-name", "AWS-StartPortForwardingSession",
                "--parameters", $"portNumber={server.Port},localPortNumber={local}"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in endpoint.Environment) start.Environment[name] = value;
        using var plugin = Process.Start(start)!;
        try
        {
            while (plugin.StandardOutput.ReadLine() is { } line && !line.StartsWith("Waiting for connections", StringComparison.Ordinal))
            {
            }

            var megabytes = quick ? 2 : 8;
            var times = Paired.Run(3, () => Paired.Time(() => TransferServer.Upload(ours, megabytes)), () => Paired.Time(() => TransferServer.Upload(local, megabytes)));
            yield return Row.Against($"{figure}, {megabytes} MB", "session-manager-plugin", times, 10);
        }
        finally
        {
            plugin.Kill(entireProcessTree: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
