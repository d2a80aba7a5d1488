using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Rdp.FreeRdp;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Tests.Peers.Rdp;
using static Ec2KeyPair.Core.Tests.Connect.Rdp.RdpFixture;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

/// <summary>Held against a real client and a real server: xfreerdp on a played screen, and xrdp.</summary>
public sealed class RdpPeerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string? Xfreerdp = PlayedScreen.Find("xfreerdp3") ?? PlayedScreen.Find("xfreerdp");
    private readonly List<string> _said = [];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task LookAsync_Xrdp_IsItsCertificate()
    {
        Skip.If(XrdpServer.Program is null, "xrdp is not installed");
        using var server = await XrdpServer.StartAsync();
        var shown = await LookAsync(server);
        Assert.Equal(server.Sha1, shown.Certificate.Sha1);
        Assert.Equal(server.Sha256, shown.Certificate.Sha256);
        Assert.Equal(RdpSecurity.Tls, shown.Security);
    }

    [SkippableFact]
    public async Task RunAsync_RightCertificate_LogsOnAndShowsThePasswordToNobodyElse()
    {
        using var screen = await ScreenAsync();
        using var desktop = new PlayedDesktop(Password);
        using var server = await XrdpServer.StartAsync(desktop);
        var launch = await LaunchAsync(server);
        var running = Client(screen).RunAsync(launch, default);
        Assert.True(await desktop.Logon.WaitAsync(Patience), "another password arrived");

        var (commandLine, environment) = Assert.Single(ChildProcesses.All().Values, child => child.CommandLine.Contains(launch.Address.ToString()));
        Assert.Contains("/from-stdin:force", commandLine);
        Assert.DoesNotContain(Password, commandLine);
        Assert.Contains("DISPLAY=" + screen.Display, environment);
        Assert.DoesNotContain(Password, environment);
        var file = commandLine.Split('\n')[1];
        Assert.EndsWith("web 1 (" + Id + ").rdp", file);
        Assert.DoesNotContain(Password, Encoding.Unicode.GetString(await File.ReadAllBytesAsync(file)));

        await EndAsync(server, desktop);
        Assert.Equal(12, await running.WaitAsync(Patience)); // Logged off.
        Assert.Contains("TLS connection established", server.Log);
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
        Assert.DoesNotContain(_said, line => line.Contains(Password));
    }

    [SkippableFact]
    public async Task RunAsync_NoDesktopBehindIt_GetsAsFarAsTheLoginScreen()
    {
        using var screen = await ScreenAsync();
        using var server = await XrdpServer.StartAsync();
        using var stop = new CancellationTokenSource();
        var running = Client(screen).RunAsync(await LaunchAsync(server), stop.Token);
        // Past TLS, capabilities and licences: xrdp draws now.
        await UntilAsync(() => server.Log.Contains("Loading keymap file"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running).WaitAsync(Patience);
        Assert.DoesNotContain(ChildProcesses.All().Values, child => child.CommandLine.Contains($":{server.Port}\n"));
    }

    /// <summary>As if somebody had come in between after the probe had looked.</summary>
    [SkippableFact]
    public async Task RunAsync_AnotherCertificate_IsRefusedByTheClientItself()
    {
        using var screen = await ScreenAsync();
        using var desktop = new PlayedDesktop(Password);
        using var server = await XrdpServer.StartAsync(desktop);
        var launch = await LaunchAsync(server);
        await server.ChangeCertificateAsync();
        var error = await FailureAsync(Client(screen).RunAsync(launch, default));
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, error.Condition);
        Assert.Contains(launch.Server.Certificate.Sha1, error.Message);
        Assert.True(desktop.IsUntouched);
        Assert.DoesNotContain("Connected client computer name", server.Log);
    }

    /// <summary>Neither an authority that this machine trusts nor what FreeRDP remembers opens a way past the pin.</summary>
    [SkippableFact]
    public async Task RunAsync_AnotherCertificateThatAnAuthorityVouchesFor_IsRefused()
    {
        using var screen = await ScreenAsync();
        using var authority = XrdpServer.SelfSigned("An authority");
        using var server = await XrdpServer.StartAsync(certificate: XrdpServer.SelfSigned("127.0.0.1", authority));
        var trusted = new Dictionary<string, string>
        {
            ["DISPLAY"] = screen.Display,
            ["SSL_CERT_FILE"] = _folder.Write("authority.pem", Encoding.ASCII.GetBytes(authority.ExportCertificatePem())),
        };
        Assert.True(await IsAcceptedAsync(server, trusted), "the authority is not trusted, so this test says nothing");

        var launch = await LaunchAsync(server) with { Server = new RdpServer(Certificate, RdpSecurity.Tls) };
        var error = await FailureAsync(new FreeRdpClient(Xfreerdp!, trusted).RunAsync(launch, default));
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, error.Condition);
    }

    [SkippableFact]
    public async Task RunAsync_AnotherCertificateThatFreeRdpRemembers_IsRefused()
    {
        using var screen = await ScreenAsync();
        using var server = await XrdpServer.StartAsync();
        var remembering = new Dictionary<string, string> { ["DISPLAY"] = screen.Display, ["XDG_CONFIG_HOME"] = _folder.Path };
        Assert.True(await IsAcceptedAsync(server, remembering, "/cert:tofu"));
        Assert.True(await IsAcceptedAsync(server, remembering), "it is not remembered, so this test says nothing");

        var launch = await LaunchAsync(server) with { Server = new RdpServer(Certificate, RdpSecurity.Tls) };
        var error = await FailureAsync(new FreeRdpClient(Xfreerdp!, remembering).RunAsync(launch, default));
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, error.Condition);
    }

    /// <summary>Who is in between may offer less than the server does.</summary>
    [SkippableTheory]
    [InlineData(RdpSecurity.Tls, "030000130ED000001234000200080000000000")]
    [InlineData(RdpSecurity.Tls, "0300000B06D00000123400")]
    [InlineData(RdpSecurity.CredSsp, "030000130ED000001234000200080000000000")]
    [InlineData(RdpSecurity.CredSsp, "030000130ED000001234000200080001000000")]
    [InlineData(RdpSecurity.CredSsp, "030000130ED000001234000300080002000000")]
    public async Task RunAsync_ServerTalksItDown_IsLeft(RdpSecurity pinned, string answer)
    {
        using var screen = await ScreenAsync();
        var after = new List<byte[]>();
        using var server = new ScriptedServer(async stream =>
        {
            await stream.WriteAsync(Convert.FromHexString(answer));
            var sent = new MemoryStream();
            await stream.CopyToAsync(sent);
            lock (after) after.Add(sent.ToArray());
        });
        var launch = Launch(server.Address.Port, security: pinned) with { Say = SayAsync };
        var error = await FailureAsync(Client(screen).RunAsync(launch, default));
        Assert.Equal(ErrorCondition.RdpConnectionFailed, error.Condition);
        lock (after) Assert.All(after, sent => Assert.DoesNotContain(Password[..8], Encoding.Latin1.GetString(sent) + Encoding.Unicode.GetString(sent)));
    }

    [SkippableFact]
    public async Task RunAsync_NoSuchDisplay_SaysSo()
    {
        Skip.If(Xfreerdp is null, "xfreerdp is not installed");
        var error = await FailureAsync(new FreeRdpClient(Xfreerdp, new Dictionary<string, string> { ["DISPLAY"] = ":98765" }).RunAsync(Launch(), default));
        Assert.Equal(ErrorCondition.DisplayNotFound, error.Condition);
    }

    [SkippableFact]
    public async Task RunAsync_OptionThatItDoesNotUnderstand_IsParameterInvalid()
    {
        using var screen = await ScreenAsync();
        var error = await FailureAsync(Client(screen).RunAsync(Launch(1) with { ClientArguments = ["/audio-mode:77"], Say = SayAsync }, default));
        Assert.Equal(ErrorCondition.ParameterInvalid, error.Condition);
    }

    [SkippableFact]
    public async Task RunAsync_Connector_LooksBeforeItStartsTheClient()
    {
        using var screen = await ScreenAsync();
        using var desktop = new PlayedDesktop(Password);
        using var server = await XrdpServer.StartAsync(desktop);
        var console = new ConsoleOnly("RDPCERTIFICATE-THUMBPRINT: " + server.Sha1);
        var trust = new RdpTrust(console, new RdpPins(_folder.File("known_rdp"), _folder.File(".lock")), null);
        var connector = new RdpConnector(Client(screen), trust, SayAsync);
        var plan = new RdpPlan
        {
            Instance = new() { InstanceId = Id, Tags = new Dictionary<string, string> { ["Name"] = "web\n1" } },
            Address = new RdpAddress("127.0.0.1", server.Port),
            Login = Login(),
        };
        var running = connector.RunAsync(plan, default);
        Assert.True(await desktop.Logon.WaitAsync(Patience));
        await EndAsync(server, desktop);
        Assert.Equal(12, await running.WaitAsync(Patience));

        await server.ChangeCertificateAsync();
        Assert.Equal(ErrorCondition.RdpCertificateMismatch, (await FailureAsync(connector.RunAsync(plan, default))).Condition);
    }

    private FreeRdpClient Client(PlayedScreen screen) => new(Xfreerdp!, new Dictionary<string, string> { ["DISPLAY"] = screen.Display });

    private static async Task<PlayedScreen> ScreenAsync()
    {
        Skip.If(XrdpServer.Program is null, "xrdp is not installed");
        Skip.If(Xfreerdp is null, "xfreerdp is not installed");
        Skip.If(PlayedScreen.Program is null, "Xvfb is not installed");
        return await PlayedScreen.StartAsync();
    }

    private static Task<RdpServer> LookAsync(XrdpServer server) => RdpCertificateProbe.LookAsync(new RdpAddress("127.0.0.1", server.Port), default);

    private async Task<RdpLaunch> LaunchAsync(XrdpServer server)
    {
        var shown = await LookAsync(server);
        return Launch(server.Port, shown.Certificate, shown.Security) with { Say = SayAsync };
    }

    private Task SayAsync(string line)
    {
        lock (_said) _said.Add(line);
        return Task.CompletedTask;
    }

    private static async Task<Ec2KeyPairException> FailureAsync(Task<int> running) =>
        await Assert.ThrowsAsync<Ec2KeyPairException>(() => running).WaitAsync(Patience);

    // FreeRDP alone, as a user would start it: does it take this server's certificate?
    private static async Task<bool> IsAcceptedAsync(XrdpServer server, Dictionary<string, string> environment, string certificate = "/cert:deny")
    {
        var before = server.Log.Length;
        var start = new ProcessStartInfo(Xfreerdp!, [$"/v:127.0.0.1:{server.Port}", "/u:x", "/from-stdin:force", "/sec:tls", "/log-level:INFO", certificate])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteLineAsync("none");
        process.StandardInput.Close();
        bool Accepted() => server.Log[before..].Contains("TLS connection established");
        await UntilAsync(() => process.HasExited || Accepted());
        process.Kill();
        return Accepted();
    }

    private static async Task EndAsync(XrdpServer server, PlayedDesktop desktop)
    {
        await UntilAsync(() => server.Log.Contains("connected ok"));
        desktop.End();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(20))
        {
            Assert.True(waited.Elapsed < Patience, "it did not happen");
        }
    }
}
