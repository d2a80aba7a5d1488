using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Tests;

/// <summary>A Windows instance with a real RDP server: the console tells its certificate, and a real client is content with it.</summary>
public sealed class RdpServerTests
{
    // [MS-RDPBCGR] 2.2.1.1: an X.224 connection request that asks for TLS (protocol 1), and the length of the confirm that answers it.
    private static readonly byte[] AskForTls = [3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0];

    [SkippableFact]
    public async Task RdpServer_ShowsTheCertificateThatTheConsoleNames()
    {
        Skip.IfNot(WindowsInstance.HasRdpServer, "no xrdp here");
        await using var aws = await LoopbackAws.StartAsync();
        var windows = aws.Fleet.AddWindows();
        var server = await windows.StartRdpServerAsync();
        Assert.Equal((server.Host, server.Host), (windows.PublicIpAddress, windows.PrivateIpAddress));
        var console = windows.ConsoleOutput(latest: true)!;
        Assert.Contains($"RDPCERTIFICATE-THUMBPRINT: {server.Thumbprint}\r\n", console, StringComparison.Ordinal);
        using (var shown = await CertificateAsync(server))
        {
            Assert.Equal(("CN=" + windows.RdpCertificateSubject, server.Thumbprint), (shown.Subject, shown.Thumbprint));
            Assert.Equal(server.Sha256, shown.GetCertHashString(HashAlgorithmName.SHA256));
            using var key = shown.GetRSAPublicKey();
            Assert.Equal(2048, key!.KeySize);
        }

        server.ChangeCertificate();
        server.Stop();
        await windows.StartRdpServerAsync();
        using var other = await CertificateAsync(server);
        Assert.Equal(server.Thumbprint, other.Thumbprint);
        Assert.NotEqual(windows.RdpCertificateThumbprint, other.Thumbprint);
        Assert.Equal(console, windows.ConsoleOutput(latest: true));
    }

    [SkippableFact]
    public async Task RdpServer_EndsAndComesBackWithItsInstance()
    {
        Skip.IfNot(WindowsInstance.HasRdpServer, "no xrdp here");
        int last;
        await using (var aws = await LoopbackAws.StartAsync())
        {
            using var wire = new Wire(aws);
            var windows = aws.Fleet.AddWindows();
            var server = await windows.StartRdpServerAsync();
            var process = server.ProcessId!.Value;
            (await wire.Ec2("StopInstances", ("InstanceId.1", windows.Id))).MustBe(200);
            Assert.False(server.IsRunning);
            Assert.False(IsXrdp(process));
            (await wire.Ec2("StartInstances", ("InstanceId.1", windows.Id))).MustBe(200);
            await Eventually.BeAsync(() => server.IsRunning && windows.PublicIpAddress == server.Host, "the server is back");
            last = server.ProcessId!.Value;
        }

        Assert.False(IsXrdp(last));
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task XFreeRdp_PinnedToAThumbprint_ConnectsOnlyToItsOwner(bool isRight)
    {
        Skip.IfNot(WindowsInstance.HasRdpServer && Peers.Find("xfreerdp") is not null && Peers.Find("xvfb-run") is not null, "no xrdp, xfreerdp or xvfb-run here");
        await using var aws = await LoopbackAws.StartAsync();
        var windows = aws.Fleet.AddWindows();
        var server = await windows.StartRdpServerAsync();
        var pinned = isRight ? server.Thumbprint : new string('0', 40);
        var folder = Directory.CreateTempSubdirectory("ec2kp-test-").FullName;
        try
        {
            var run = await Peers.RunAsync(
                "xvfb-run", new() { ["HOME"] = folder }, "-a", "xfreerdp", $"/v:{server.Host}:{server.Port}", "/u:Administrator", "/p:x", "+auth-only",
                "/cert:fingerprint:sha1:" + string.Join(':', pinned.Chunk(2).Select(pair => new string(pair))));
            Assert.Equal(isRight, run.ExitCode == 0);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task<X509Certificate2> CertificateAsync(RdpServer server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(AskForTls);
        var confirm = new byte[19];
        await stream.ReadExactlyAsync(confirm);
        Assert.Equal(1, confirm[15]);
        X509Certificate2? shown = null;
        await using var tls = new SslStream(stream, false, (_, certificate, _, _) =>
        {
            shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return shown is not null; // Self-signed, as Windows makes it: what matters is compared by the test.
        });
        await tls.AuthenticateAsClientAsync(server.Host);
        return shown!;
    }

    private static bool IsXrdp(int id) => System.Diagnostics.Process.GetProcesses().Any(process => process.Id == id && process.ProcessName == "xrdp");
}
