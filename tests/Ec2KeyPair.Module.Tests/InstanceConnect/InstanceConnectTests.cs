using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Sessions;

namespace Ec2KeyPair.Module.Tests.InstanceConnect;

public sealed class InstanceConnectTests
{
    private const string Connect = "Connect-EC2Instance @aws -StorePath $store lin -InstanceConnect ";

    [SkippableTheory]
    [InlineData("Direct")]
    [InlineData("InstanceConnectEndpoint")]
    [InlineData("SessionManager")]
    public async Task ConnectEC2Instance_PushedKey_LogsInByEveryWayAndLeavesNothing(string via)
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = await LaunchAsync(module);
        var outcome = module.Run(Connect + $"-Via {via} -Port {(via == "Direct" ? ssh.Port : 22)} -Verbose -SshArgument 'echo reached > marker; exit 7'");
        var result = outcome.Single();
        Assert.Equal("reached", (await File.ReadAllTextAsync(Path.Combine(ssh.Home, "marker"))).Trim());
        Assert.Equal((7, via), (Outcome.Value(result, "ExitCode"), Outcome.Text(result, "Via")));
        var push = Assert.Single(module.Aws.Requests.Of("SendSSHPublicKey"));
        Assert.Equal(200, push.Status);
        Assert.Contains("ssh-ed25519 ", push.Body);
        Assert.Equal(1, ssh.PushedKeys.Count);
        Assert.Contains(outcome.Verbose, text => text.Contains("which EC2 Instance Connect lets in"));
        Assert.DoesNotContain(Directory.EnumerateFiles(module.Store), file => File.ReadAllText(file).Contains("PRIVATE", StringComparison.Ordinal));
        Assert.Empty(module.Aws.Tunnels.Violations);
        Assert.Empty(module.Aws.Sessions.Violations);
    }

    /// <summary>Much of it, both ways at once, by a real ssh and sshd. EC2KEYPAIR_TUNNEL_MEGABYTES=100 is the whole of it.</summary>
    [SkippableFact]
    public async Task NewEC2Tunnel_RealSshThroughTheEndpoint_CarriesMuchBothWays()
    {
        await using var module = await AwsModule.StartAsync();
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -Path \"$folder/web\"").Single();
        var linux = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        module.Aws.Fleet.Network.AddEndpoint();
        var server = await linux.StartSshServerAsync();
        var known = module.Write("known_hosts", string.Concat(server.HostKeys.Select(key => linux.Id + " " + key.PublicLine + "\n")));
        var port = Outcome.Text(module.Run("New-EC2Tunnel @aws lin 22 -Via InstanceConnectEndpoint -WarningAction SilentlyContinue").Single(), "LocalPort")!;
        var data = RandomNumberGenerator.GetBytes(1024 * 1024 * int.Parse(Environment.GetEnvironmentVariable("EC2KEYPAIR_TUNNEL_MEGABYTES") ?? "8"));
        var start = new System.Diagnostics.ProcessStartInfo(
            Tool.Find("ssh")!,
            [
                "-F", "none", "-o", "BatchMode=yes", "-o", "HostKeyAlias=" + linux.Id, "-o", "UserKnownHostsFile=" + known, "-o", "StrictHostKeyChecking=yes",
                "-i", Path.Combine(module.Folder, "web"), "-p", port, "-l", SshServer.UserName, "127.0.0.1", "cat",
            ])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using var ssh = System.Diagnostics.Process.Start(start)!;
        using var back = new MemoryStream();
        var reading = ssh.StandardOutput.BaseStream.CopyToAsync(back);
        await ssh.StandardInput.BaseStream.WriteAsync(data);
        ssh.StandardInput.Close();
        await reading;
        await ssh.WaitForExitAsync();
        Assert.Equal(0, ssh.ExitCode);
        Assert.Equal(SHA256.HashData(data), SHA256.HashData(back.ToArray()));
        Assert.True((long)Outcome.Value(module.Run("Get-EC2Tunnel").Single(), "BytesReceived")! > data.Length);
        Assert.Empty(module.Aws.Tunnels.Violations);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_KeyWithoutThePackage_SaysWhatMayBeMissing()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = await LaunchAsync(module);
        linux.HasInstanceConnect = false;
        var outcome = module.Run(Connect + "-Port 22 -Via InstanceConnectEndpoint -SshArgument '-o', 'LogLevel=ERROR', 'true'");
        Assert.Equal(255, Outcome.Value(Assert.Single(outcome.Output), "ExitCode"));
        Assert.Contains(outcome.Warnings, text => text.Contains("may lack the package ec2-instance-connect"));
    }

    [SkippableTheory]
    [InlineData("denied", "AwsAccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData("stopped", "InstanceNotRunning", ErrorCategory.ResourceUnavailable)]
    [InlineData("user", "ArgumentUnsafe", ErrorCategory.InvalidArgument)]
    public async Task ConnectEC2Instance_PushRefused_IsAnErrorAndNoLogin(string what, string id, ErrorCategory category)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        if (what == "denied") module.Aws.Faults.Deny("SendSSHPublicKey");
        if (what == "stopped") linux.SetState(InstanceState.Stopped);
        var user = what == "user" ? "DOMAIN\\user" : SshServer.UserName;
        module.Run(Connect + $"-Via Direct -Port {ssh.Port} -UserName $args[0] -SshArgument 'echo x > reached'", user).SingleError(id, category);
        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
    }

    [SkippableTheory]
    [InlineData("-KeyPath x")]
    [InlineData("-Protocol Rdp")]
    [InlineData("-Protocol Shell")]
    [InlineData("-AsProxy")]
    public async Task ConnectEC2Instance_WishesThatContradict_AreAnErrorBeforeAnyCall(string wishes)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Connect + wishes).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    /// <summary>The user's own config names another agent and other keys, and forwards its agent: none of it counts here.</summary>
    [SkippableFact]
    public async Task ConnectEC2Instance_UsersOwnAgentAndKeys_AreNotTried()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = await LaunchAsync(module);
        module.Run("New-EC2KeyPairLocal other -Path \"$folder/other\" -KeyType Ed25519 -LocalOnly").Single();
        var config = module.Write("config", $"Host *\n  IdentityAgent /nowhere\n  IdentitiesOnly yes\n  ForwardAgent yes\n  IdentityFile \"{module.Folder}/other\"\n");
        var result = module.Run(
            Connect + $"-Via Direct -Port {ssh.Port} -SshArgument '-F', $args[0], 'test -z \"$SSH_AUTH_SOCK\"'", config).Single();
        Assert.Equal(0, Outcome.Value(result, "ExitCode"));
        var log = await File.ReadAllTextAsync(ssh.LogPath);
        Assert.DoesNotContain("Failed publickey", log);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_EveryStreamAndArgument_TellsNoKey()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, ssh) = await LaunchAsync(module);
        var outcome = module.Run("$VerbosePreference = $DebugPreference = 'Continue'; " + Connect + $"-Via Direct -Port {ssh.Port} -Verbose -Debug -SshArgument 'true'");
        outcome.Single();
        var told = new StringBuilder();
        foreach (var text in outcome.Verbose.Concat(outcome.Warnings).Concat(outcome.Others)) told.AppendLine(text);
        Assert.DoesNotContain("PRIVATE", told.ToString());
        Assert.DoesNotContain(module.Aws.SecretKey, told.ToString());
    }

    private static async Task<(LinuxInstance Instance, SshServer Server)> LaunchAsync(AwsModule module)
    {
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        // No key pair at all: only the pushed key opens it.
        var linux = module.Aws.Fleet.AddLinux("lin");
        linux.SsmAgent = new SsmAgent();
        module.Aws.Fleet.Network.AddEndpoint();
        return (linux, await linux.StartSshServerAsync());
    }
}
