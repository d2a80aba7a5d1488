using Ec2KeyPair.Benchmarks.Running;

namespace Ec2KeyPair.Benchmarks.Figures;

/// <summary>
/// A tunnel through an EC2 Instance Connect Endpoint, against the loopback one. There is no peer: the AWS CLI opens its
/// tunnels by wss only.
/// </summary>
internal static class EndpointTunnelFigure
{
    private const string Open = "(New-EC2Tunnel $args[0] $args[1] -Via InstanceConnectEndpoint).LocalPort";
    private const int Asked = 200;

    internal static IEnumerable<Row> Measure(bool quick)
    {
        var megabytes = quick ? 64 : 512;
        using var folder = new TemporaryFolder();
        using var server = new TransferServer(megabytes);
        using var endpoint = Endpoint.Start(0, folder, "--linux", "1", "--connect-endpoint", "--tunnel-port", $"{server.Port}");
        endpoint.BecomeClient();
        using var session = ModuleSession.WithModule();
        var port = (int)session.Invoke(Open, endpoint.Instances[0], server.Port)[0].BaseObject;
        TransferServer.Upload(port, 4); // warms the path
        foreach (var (name, transfer) in new (string, Action<int, int>)[] { ("up", TransferServer.Upload), ("down", TransferServer.Download) })
        {
            var before = GC.GetTotalAllocatedBytes();
            var rates = Enumerable.Range(0, 3).Select(_ => megabytes / Paired.Time(() => transfer(port, megabytes))).ToList();
            var allocated = (GC.GetTotalAllocatedBytes() - before) / 3.0 / megabytes / 1024;
            var rate = Paired.Median(rates);
            yield return new Row(
                $"Instance Connect Endpoint tunnel {name}, {megabytes} MB", $"{rate:0} MB/s, {allocated:0} KB allocated per MB", "", "", $">= {Asked} MB/s", rate >= Asked);
        }

        var count = quick ? 50 : 300;
        var seconds = Paired.Time(() => TransferServer.Connections(port, count));
        yield return new Row("Instance Connect Endpoint connections opened, used and closed", $"{count / seconds:0} a second");
        session.Invoke("Get-EC2Tunnel | Remove-EC2Tunnel");
    }
}
