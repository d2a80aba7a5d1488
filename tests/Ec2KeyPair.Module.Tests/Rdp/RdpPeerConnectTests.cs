using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Tests.Peers.Rdp;

namespace Ec2KeyPair.Module.Tests.Rdp;

/// <summary>The real manifest, a real xfreerdp and a real xrdp.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class RdpPeerConnectTests
{
    private const string Connect = "Connect-EC2Instance win @aws -StorePath $store -Verbose -Debug ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData("-Port $args[0]", "Direct")]
    [InlineData("-Via SessionManager -Protocol Rdp", "SessionManager")]
    public async Task ConnectEC2Instance_WindowsInstance_LogsOnAndEndsWithTheUser(string wishes, string via)
    {
        using var screen = await ScreenAsync();
        using var environment = new EnvironmentScope { ["DISPLAY"] = screen.Display };
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        using var desktop = new PlayedDesktop(win.Password);
        using var server = await XrdpServer.StartAsync(desktop);
        Tell(module, win, server);

        var running = Task.Run(() => module.Run(Connect + wishes, server.Port));
        Assert.True(await desktop.Logon.WaitAsync(Patience), "another password arrived");
        Assert.All(ChildProcesses.All().Values, child => Assert.DoesNotContain(win.Password, child.CommandLine + child.Environment));
        await Sessions.TunnelTests.UntilAsync(() => server.Log.Contains("connected ok"));
        desktop.End();
        var outcome = await running.WaitAsync(Patience);
        var result = outcome.Single();
        Assert.Equal(via, Outcome.Text(result, "Via"));
        Assert.Equal(12, Outcome.Value(result, "ExitCode"));
        Assert.All(outcome.Verbose.Concat(outcome.Others), text => Assert.DoesNotContain(win.Password, text));
        Assert.All(module.Aws.Sessions.All, session => Assert.True(session.IsEnded));
        Assert.Empty(module.Aws.Sessions.Violations);
    }

    /// <summary>The played instance as it is: its own RDP server, and a console that tells that one's certificate.</summary>
    [SkippableTheory]
    [InlineData("-Port $args[0]")]
    [InlineData("-Via SessionManager -Port $args[0]")]
    public async Task ConnectEC2Instance_ServerOfAnotherCertificate_IsRefused(string wishes)
    {
        using var screen = await ScreenAsync();
        using var environment = new EnvironmentScope { ["DISPLAY"] = screen.Display };
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        var server = await win.StartRdpServerAsync();
        using (var shell = module.Shell(Connect + wishes, server.Port))
        {
            var running = shell.BeginInvoke();
            await Sessions.TunnelTests.UntilAsync(() => running.IsCompleted || File.ReadAllText(server.LogPath).Contains("Loading keymap file"));
            Assert.False(running.IsCompleted, "it did not stay connected");
            await Task.Run(shell.Stop).WaitAsync(Patience);
            Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        }

        var right = server.Thumbprint;
        server.ChangeCertificate();
        server.Stop();
        await server.StartAsync();
        var error = module.Run(Connect + wishes, server.Port).SingleError("RdpCertificateMismatch", ErrorCategory.SecurityError, win.Id);
        Assert.Contains(server.Thumbprint, error.Exception.Message);
        Assert.Contains(right, error.Exception.Message);
        Assert.DoesNotContain(ChildProcesses.All().Values, child => child.CommandLine.Contains("freerdp"));
    }

    private static async Task<PlayedScreen> ScreenAsync()
    {
        Skip.If(XrdpServer.Program is null, "xrdp is not installed");
        Skip.If((PlayedScreen.Find("xfreerdp3") ?? PlayedScreen.Find("xfreerdp")) is null, "xfreerdp is not installed");
        Skip.If(PlayedScreen.Program is null, "Xvfb is not installed");
        return await PlayedScreen.StartAsync();
    }

    private static WindowsInstance Launch(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal web @aws -StorePath $store").Single();
        var win = module.Aws.Fleet.AddWindows("win", module.Aws.Fleet.FindKeyPair("web"));
        win.SsmAgent = new SsmAgent();
        return win;
    }

    private static void Tell(AwsModule module, WindowsInstance win, XrdpServer server)
    {
        win.PublicIpAddress = win.PrivateIpAddress = "127.0.0.1";
        win.ConsoleText = $"RDPCERTIFICATE-THUMBPRINT: {server.Sha1}\r\nUsername: {win.UserName}\r\nMessage: Windows is Ready to use\r\n";
        module.Aws.Sessions.Settings = new SessionSettings { Ports = new Dictionary<int, int> { [3389] = server.Port } };
    }
}
