using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

public sealed class ConnectTests
{
    private const string Connect = "Connect-EC2Instance @aws -StorePath $store ";

    [SkippableTheory]
    [InlineData("Rsa")]
    [InlineData("Ed25519")]
    public async Task ConnectEC2Instance_RemoteCommand_RunsAndReturnsItsExitCode(string type)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module, type);
        var outcome = module.Run(Connect + $"lin -Port {ssh.Port} -Verbose -SshArgument 'echo reached > marker; exit 7'");
        var result = outcome.Single();
        Assert.Equal("reached", File.ReadAllText(Path.Combine(ssh.Home, "marker")).Trim());
        Assert.Equal(7, Outcome.Value(result, "ExitCode"));
        Assert.Equal(7, module.Get("LASTEXITCODE"));
        Assert.Equal(linux.Id, Outcome.Text(result, "InstanceId"));
        Assert.Equal("Direct", Outcome.Text(result, "Via"));
        Assert.Equal(ssh.Host, Outcome.Text(result, "Address"));
        Assert.Equal(SshServer.UserName, Outcome.Text(result, "UserName"));
        Assert.Contains(outcome.Verbose, text => text.Contains("console output tells"));
        var pinned = File.ReadAllLines(Path.Combine(module.Store, "known_hosts"));
        Assert.NotEmpty(pinned);
        Assert.All(pinned, line => Assert.StartsWith(linux.Id + " ", line));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ChangedHostKey_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = await LaunchAsync(module);
        Assert.Equal(0, Outcome.Value(module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'true'").Single(), "ExitCode"));
        ssh.Stop();
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        var again = module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'echo x > reached'").Single();
        Assert.Equal(255, Outcome.Value(again, "ExitCode"));
        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NoEvidenceOfTheHostKey_IsRefusedUnlessTrusted()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.PrintsHostKeys = false;
        foreach (var policy in new[] { "Default", "Verified" })
        {
            module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy {policy} -SshArgument 'echo x > reached'").SingleError("HostKeyUnknown", ErrorCategory.SecurityError, linux.Id);
        }

        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
        Assert.Equal(0, Outcome.Value(module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy TrustOnFirstUse -SshArgument 'true'").Single(), "ExitCode"));
        Assert.Equal(0, Outcome.Value(module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy Verified -SshArgument 'true'").Single(), "ExitCode"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_KeyPathAndUserName_AreUsed()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        module.Run("New-EC2KeyPairLocal x -Path \"$folder/my key\" -KeyType Ed25519 -LocalOnly").Single();
        var key = Path.Combine(module.Folder, "my key");
        File.WriteAllText(ssh.AuthorizedKeysPath, Tool.Run("ssh-keygen", "-y", "-f", key) + "\n");
        linux.Tags["ec2keypair:ssh-user"] = "nobody-at-all";
        var script = Connect + $"lin -Port {ssh.Port} -UserName $args[0] -SshArgument '-o', 'LogLevel=ERROR', 'true'";
        Assert.Equal(255, Outcome.Value(module.Run(script, SshServer.UserName).Single(), "ExitCode"));
        Assert.Equal(0, Outcome.Value(module.Run(script + " -KeyPath $args[1]", SshServer.UserName, key).Single(), "ExitCode"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NoCommandAndNoTerminal_IsAnErrorAndNoHang()
    {
        Skip.If(Tool.Find("ssh") is null, "ssh is not installed");
        await using var module = await AwsModule.StartAsync();
        foreach (var arguments in new[] { "", "-SshArgument '-v'", "-SshArgument '-o', 'LogLevel=ERROR'" })
        {
            module.Run(Connect + "lin " + arguments).MustTerminate("HostNotInteractive", ErrorCategory.ResourceUnavailable);
        }

        Assert.Empty(module.Aws.Requests.All);
    }

    [SkippableTheory]
    [InlineData("-oProxyCommand=touch /tmp/owned")]
    [InlineData("root; touch x")]
    [InlineData("a b")]
    [InlineData("$(id)")]
    [InlineData("x\ny")]
    public async Task ConnectEC2Instance_HostileUserTag_NeverReachesSsh(string user)
    {
        Skip.If(Tool.Find("ssh") is null, "ssh is not installed");
        await using var module = await AwsModule.StartAsync();
        var linux = module.Aws.Fleet.AddLinux("lin");
        linux.ConsoleText = "-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f x\n-----END SSH HOST KEY KEYS-----\n";
        linux.Tags["ec2keypair:ssh-user"] = user;
        module.Run(Connect + "lin -SshArgument 'true'").SingleError("ArgumentUnsafe", ErrorCategory.InvalidArgument, user);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_StoppedOrUnknown_IsAnErrorOfItsOwn()
    {
        Skip.If(Tool.Find("ssh") is null, "ssh is not installed");
        await using var module = await AwsModule.StartAsync();
        var linux = module.Aws.Fleet.AddLinux("lin");
        linux.SetState(InstanceState.Stopped);
        var error = module.Run(Connect + "lin -SshArgument 'true'").SingleError("InstanceNotRunning", ErrorCategory.ResourceUnavailable, linux.Id);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
        module.Run(Connect + "nobody -SshArgument 'true'").SingleError("InstanceNotFound", ErrorCategory.ObjectNotFound, "nobody");
    }

    private static async Task<(LinuxInstance Instance, SshServer Server)> LaunchAsync(AwsModule module, string type = "Ed25519")
    {
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        module.Run("New-EC2KeyPairLocal web -KeyType $args[0] @aws -StorePath $store", type).Single();
        var linux = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        return (linux, await linux.StartSshServerAsync());
    }
}
