using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Sessions;

public sealed class SessionConnectTests
{
    private const string Connect = "Connect-EC2Instance @aws -StorePath $store -Via SessionManager ";

    [SkippableFact]
    public async Task ConnectEC2Instance_SshThroughSessionManager_RunsWithPinnedHostKey()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        var outcome = module.Run(Connect + "lin -Port 22 -Verbose -SshArgument '-o', 'ProxyCommand=exit 1', 'echo reached > marker; exit 7'");
        var result = outcome.Single();
        Assert.Equal("reached", File.ReadAllText(Path.Combine(ssh.Home, "marker")).Trim());
        Assert.Equal(7, Outcome.Value(result, "ExitCode"));
        Assert.Equal("SessionManager", Outcome.Text(result, "Via"));
        Assert.Null(Outcome.Value(result, "Address"));
        Assert.All(File.ReadAllLines(Path.Combine(module.Store, "known_hosts")), line => Assert.StartsWith(linux.Id + " ", line));
        var session = Assert.Single(module.Aws.Sessions.All);
        Assert.Equal("AWS-StartSSHSession", session.Document);
        Assert.Equal("22", session.Parameters["portNumber"]);
        Assert.True(session.IsEnded);
        Assert.Empty(session.Violations);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ChangedHostKeyThroughSessionManager_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        Assert.Equal(0, Outcome.Value(module.Run(Connect + "lin -Port 22 -SshArgument 'true'").Single(), "ExitCode"));
        ssh.Stop();
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        module.Run(Connect + "lin -Port 22 -SshArgument 'echo x > reached'").SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
        module.Run(Connect + "lin -Port 22 -SshArgument '-q', 'echo x > reached'").SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
        Assert.All(module.Aws.Sessions.All, session => Assert.True(session.IsEnded));
        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_FirstUseThroughSessionManager_TakesAndTellsTheKey()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.PrintsHostKeys = false;
        var outcome = module.Run(Connect + "lin -HostKeyPolicy TrustOnFirstUse -SshArgument 'true'");
        Assert.Equal(0, Outcome.Value(outcome.Single(), "ExitCode"));
        Assert.Contains(ssh.HostKeys[1].FingerprintLine.Split(' ')[1], Assert.Single(outcome.Warnings));
        Assert.Contains(" Ec2KeyPair FirstUse ", Assert.Single(File.ReadAllLines(Path.Combine(module.Store, "known_hosts"))));
        Assert.All(module.Aws.Sessions.All, session => Assert.True(session.IsEnded));
        Assert.Empty(module.Aws.Sessions.Violations);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NoAddress_GoesThroughSessionManagerByItself()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = await LaunchAsync(module);
        linux.PublicIpAddress = null;
        linux.PrivateIpAddress = "";
        var result = module.Run("Connect-EC2Instance @aws -StorePath $store lin -SshArgument 'true'").Single();
        Assert.Equal("SessionManager", Outcome.Text(result, "Via"));
        Assert.Equal(0, Outcome.Value(result, "ExitCode"));
    }

    [Theory]
    [InlineData("-Protocol Shell -UserName me")]
    [InlineData("-Protocol Shell -AsProxy")]
    [InlineData("-Protocol Ssh -DocumentName My-Shell")]
    [InlineData("-Via Direct -Protocol Shell")]
    [InlineData("-Via Direct -AsProxy")]
    public async Task ConnectEC2Instance_WishesThatContradict_AreAnErrorBeforeAnyCall(string wishes)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("Connect-EC2Instance @aws -StorePath $store lin " + wishes).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    [Fact]
    public async Task ConnectEC2Instance_ShellWithoutATerminal_IsAnErrorAndNoHang()
    {
        await using var module = await TunnelTests.StartAsync();
        module.Run(Connect + "lin").MustTerminate("HostNotInteractive", ErrorCategory.ResourceUnavailable);
        Assert.Empty(module.Aws.Requests.All);
    }

    /// <summary>What ssh would do with the entry of a config: a process of its own, whose standard input and output are the connection.</summary>
    [SkippableFact]
    public async Task ConnectEC2Instance_AsProxy_CarriesBytesAndNothingElse()
    {
        Skip.If(OperatingSystem.IsWindows(), "sh starts the proxy");
        using var server = new EchoServer();
        await using var module = await TunnelTests.StartAsync(new SessionSettings { Ports = new Dictionary<int, int> { [22] = server.Port } });
        var id = module.Aws.Fleet.Instances[0].Id;
        var data = Enumerable.Range(0, 70_000).Select(i => (byte)(i % 7 == 0 ? '\n' : i)).ToArray();
        using var proxy = ProxyScenario.Start(module, id);
        var reading = ReadAsync(proxy.StandardOutput.BaseStream, data.Length);
        await proxy.StandardInput.BaseStream.WriteAsync("\n"u8.ToArray());
        await proxy.StandardInput.BaseStream.FlushAsync();
        await proxy.StandardInput.BaseStream.WriteAsync(data.AsMemory(1));
        await proxy.StandardInput.BaseStream.FlushAsync();
        data[0] = (byte)'\n';
        Assert.Equal(data, await reading);
        await module.Aws.Sessions.All[0].CloseAsync("");
        await proxy.WaitForExitAsync();
        Assert.Equal(-1, proxy.StandardOutput.BaseStream.ReadByte());
        Assert.Equal(0, proxy.ExitCode);
        Assert.Empty(module.Aws.Sessions.Violations);
        var arguments = string.Join(' ', proxy.StartInfo.ArgumentList);
        Assert.DoesNotContain(module.Aws.SecretKey, arguments);
    }

    private static async Task<byte[]> ReadAsync(Stream from, int count)
    {
        var bytes = new byte[count];
        await from.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task<(LinuxInstance Instance, SshServer Server)> LaunchAsync(AwsModule module)
    {
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store").Single();
        var linux = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        linux.SsmAgent = new SsmAgent();
        return (linux, await linux.StartSshServerAsync());
    }
}
