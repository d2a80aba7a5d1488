using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ec2KeyPair.Core.Tests.Peers.Rdp;

/// <summary>A real xrdp on loopback with a certificate of its own.</summary>
internal sealed class XrdpServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PlayedDesktop? _desktop;
    private Process? _process;

    private XrdpServer(PlayedDesktop? desktop) => _desktop = desktop;

    internal static string? Program { get; } = PlayedScreen.Find("xrdp");

    internal int Port { get; private set; }

    internal X509Certificate2 Certificate { get; private set; } = SelfSigned();

    internal string Sha1 => Convert.ToHexString(SHA1.HashData(Certificate.RawData));

    internal string Sha256 => Convert.ToHexString(SHA256.HashData(Certificate.RawData));

    /// <summary>What it has logged.</summary>
    internal string Log
    {
        get
        {
            using var file = new FileStream(_folder.File("xrdp.log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
            return new StreamReader(file).ReadToEnd();
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="desktop">Where a logon leads at once; null for xrdp's own login screen.</param>
    /// <param name="certificate">Another certificate than one that it signs itself.</param>
    internal static async Task<XrdpServer> StartAsync(PlayedDesktop? desktop = null, X509Certificate2? certificate = null)
    {
        var server = new XrdpServer(desktop);
        if (certificate is not null) server.Certificate = certificate;
        server.Port = FreePort();
        await server.RunAsync();
        return server;
    }

    /// <summary>A certificate as Windows makes one for itself.</summary>
    internal static X509Certificate2 SelfSigned(string name = "EC2AMAZ-ABC1234", X509Certificate2? issuer = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (issuer is null)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        }

        using var signed = request.Create(issuer, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(20), [1, 2, 3]);
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Has another certificate from now on, as one has who is somebody else.</summary>
    internal async Task ChangeCertificateAsync()
    {
        Stop();
        Certificate = SelfSigned();
        await RunAsync();
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    private async Task RunAsync()
    {
        _folder.Write("cert.pem", System.Text.Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem()));
        _folder.Write("key.pem", System.Text.Encoding.ASCII.GetBytes(Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()));
        await File.WriteAllTextAsync(_folder.File("xrdp.ini"), Settings());
        var start = new ProcessStartInfo(Program!, ["--nodaemon", "--config", _folder.File("xrdp.ini")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        while (!await AnswersAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException("xrdp does not start: " + Log);
            await Task.Delay(20);
        }
    }

    private void Stop()
    {
        if (_process is not { } process) return;
        process.Kill(entireProcessTree: true); // One process for each connection.
        process.WaitForExit();
        process.Dispose();
        _process = null;
    }

    private string Settings() =>
        $"""
        [Globals]
        ini_version=1
        fork=true
        port=tcp://127.0.0.1:{Port}
        security_layer=negotiate
        crypt_level=high
        certificate={_folder.File("cert.pem")}
        key_file={_folder.File("key.pem")}
        ssl_protocols=TLSv1.2, TLSv1.3
        autorun={(_desktop is null ? "" : "desktop")}
        allow_channels=true
        max_bpp=32
        use_fastpath=both

        [Logging]
        LogFile={_folder.File("xrdp.log")}
        LogLevel=INFO
        EnableSyslog=false

        [Channels]
        cliprdr=true

        [desktop]
        name=desktop
        lib=libvnc.so
        username=ask
        password=ask
        ip=127.0.0.1
        port={_desktop?.Port ?? 1}

        """;

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
