using System.Net.Sockets;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Sessions;

public sealed class RdpPortTests
{
    // [MS-RDPBCGR] 2.2.1.1: asks an RDP server for TLS; its answer has 19 bytes, and in the sixteenth the protocol that it chose.
    private static readonly byte[] AskForTls = [3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0];

    [SkippableFact]
    public async Task NewEC2Tunnel_ToPort3389_ReachesTheInstancesOwnRdpServer()
    {
        Skip.IfNot(WindowsInstance.HasRdpServer, "no xrdp here");
        await using var module = await TunnelTests.StartAsync();
        var windows = module.Aws.Fleet.AddWindows("win");
        windows.SsmAgent = new SsmAgent();
        await windows.StartRdpServerAsync();
        var tunnel = module.Run("New-EC2Tunnel @aws win 3389").MustSucceed().Single();
        await using (NetworkStream stream = await EchoServer.ConnectAsync((int)Outcome.Value(tunnel, "LocalPort")!))
        {
            await stream.WriteAsync(AskForTls);
            var answer = new byte[19];
            await stream.ReadExactlyAsync(answer);
            Assert.Equal(1, answer[15]);
        }

        module.Run("Get-EC2Tunnel | Remove-EC2Tunnel").MustSucceed();
    }
}
