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

    /// <summary>The tag that Invoke-, Copy- and Export- go by.</summary>
    [SkippableFact]
    public async Task ConnectEC2Instance_PortTag_IsThePort()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await Ssh.SshHosts.LaunchAsync(module))[0];
        Assert.Equal($"{ssh.Port}", linux.Tags["ec2keypair:ssh-port"]);
        Skip.If(Tool.Find("ssh") is null, "ssh is not installed");
        Assert.Equal(0, Outcome.Value(module.Run("Connect-EC2Instance @aws -StorePath $store -Via Direct lin-0 -SshArgument 'true'").Single(), "ExitCode"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ChangedHostKey_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        Assert.Equal(0, Outcome.Value(module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'true'").Single(), "ExitCode"));
        var old = ssh.HostKeys[1];
        ssh.Stop();
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        foreach (var quiet in new[] { "", "'-q', " })
        {
            var error = module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument {quiet}'echo x > reached'").SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
            Assert.Contains(ssh.HostKeys[1].FingerprintLine.Split(' ')[1], error.Exception.Message);
            Assert.Contains(old.FingerprintLine.Split(' ')[1], error.Exception.Message);
            Assert.Contains("Add-EC2KnownHost", error.ErrorDetails.RecommendedAction);
            Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
        }
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_RevokedHostKey_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        var script = Connect + $"lin -Port {ssh.Port} -SshArgument 'echo x > reached'";
        var revoked = string.Concat(ssh.HostKeys.Select(key => $"@revoked * {key.PublicLine}\n"));
        Directory.CreateDirectory(module.Store);
        var knownHosts = Path.Combine(module.Store, "known_hosts");
        File.WriteAllText(knownHosts, revoked);
        module.Run(script).SingleError("HostKeyRevoked", ErrorCategory.SecurityError, linux.Id);
        File.WriteAllText(knownHosts, revoked + string.Concat(ssh.HostKeys.Select(key => $"{linux.Id} {key.PublicLine}\n")));
        module.Run(script).SingleError("HostKeyRevoked", ErrorCategory.SecurityError, linux.Id);
        // One of another type is pinned, so that ssh itself has to refuse.
        File.WriteAllText(knownHosts, revoked + $"{linux.Id} {Rsa}\n");
        module.Run(script).SingleError("HostKeyRevoked", ErrorCategory.SecurityError, linux.Id);
        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
    }

    /// <summary>Images that print fingerprints only: the key that the host shows is compared, pinned, and then ssh is started.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectEC2Instance_ConsoleTellsFingerprintsOnly_VerifiesTheShownKey(bool asMd5)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.ConsoleText = Fingerprints(ssh, asMd5);
        Assert.Equal(0, Outcome.Value(module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy Verified -SshArgument 'true'").Single(), "ExitCode"));
        var pinned = Assert.Single(File.ReadAllLines(Path.Combine(module.Store, "known_hosts")));
        Assert.StartsWith($"{linux.Id} {string.Join(' ', ssh.HostKeys[1].PublicLine.Split(' ')[..2])} Ec2KeyPair Console ", pinned);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_HostShowsAnotherKeyThanTheConsoleTells_IsHostKeyMismatch()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.ConsoleText = Fingerprints(ssh, false);
        ssh.Stop();
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        foreach (var policy in new[] { "Default", "Verified", "TrustOnFirstUse" })
        {
            module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy {policy} -SshArgument 'echo x > reached'").SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
        }

        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
        Assert.False(File.Exists(Path.Combine(module.Store, "known_hosts")));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ConsoleContradictsItself_IsHostKeyUnknown()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        var block = Fingerprints(ssh, false);
        ssh.ChangeHostKeys();
        linux.ConsoleText = block + Fingerprints(ssh, false);
        var error = module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'true'").SingleError("HostKeyUnknown", ErrorCategory.SecurityError, linux.Id);
        Assert.Contains("two different ones", error.Exception.Message);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ConsoleMayNotBeRead_GoesByThePin()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        module.Aws.Faults.Deny("GetConsoleOutput");
        var script = Connect + $"lin -Port {ssh.Port} -SshArgument 'true'";
        Assert.Contains("its console output can't be read", module.Run(script).SingleError("HostKeyUnknown", ErrorCategory.SecurityError, linux.Id).Exception.Message);
        File.WriteAllText(Path.Combine(module.Store, "known_hosts"), $"{linux.Id} {ssh.HostKeys[0].PublicLine}\n");
        Assert.Equal(0, Outcome.Value(module.Run(script).Single(), "ExitCode"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NoEvidenceOfTheHostKey_IsRefusedUnlessTrusted()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.PrintsHostKeys = false;
        foreach (var policy in new[] { "Default", "Verified", "Refuse" })
        {
            module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy {policy} -SshArgument 'echo x > reached'").SingleError("HostKeyUnknown", ErrorCategory.SecurityError, linux.Id);
        }

        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
        var first = module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy TrustOnFirstUse -SshArgument 'true'");
        Assert.Equal(0, Outcome.Value(first.Single(), "ExitCode"));
        Assert.Contains(ssh.HostKeys[1].FingerprintLine.Split(' ')[1], Assert.Single(first.Warnings));
        var calls = module.Aws.Requests.Count("GetConsoleOutput");
        foreach (var policy in new[] { "TrustOnFirstUse", "Refuse" })
        {
            var next = module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy {policy} -SshArgument 'true'");
            Assert.Equal(0, Outcome.Value(next.Single(), "ExitCode"));
            Assert.Empty(next.Warnings);
        }

        Assert.Equal(calls, module.Aws.Requests.Count("GetConsoleOutput"));
        // Nothing has verified it so far, and the console does from now on.
        module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy Verified -SshArgument 'true'").SingleError("HostKeyUnknown", ErrorCategory.SecurityError, linux.Id);
        linux.PrintsHostKeys = true;
        module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'true'").MustSucceed();
        Assert.Contains(" Ec2KeyPair Console ", File.ReadAllText(Path.Combine(module.Store, "known_hosts")));
        linux.PrintsHostKeys = false;
        module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy Verified -SshArgument 'true'").MustSucceed();
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ConsoleTellsAnotherKeyThanTheFirstSeen_IsHostKeyMismatch()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.PrintsHostKeys = false;
        module.Run(Connect + $"lin -Port {ssh.Port} -HostKeyPolicy TrustOnFirstUse -SshArgument 'true'").Single();
        // Whoever answered then was not the instance.
        var pins = Path.Combine(module.Store, "known_hosts");
        var words = File.ReadAllText(pins).Split(' ');
        var other = Path.Combine(module.Folder, "other");
        Tool.Run("ssh-keygen", "-q", "-N", "", "-f", other, "-t", words[1] switch { "ssh-ed25519" => "ed25519", "ssh-rsa" => "rsa", _ => "ecdsa" });
        File.WriteAllText(pins, string.Join(' ', words[..2].Append(File.ReadAllText(other + ".pub").Split(' ')[1]).Concat(words[3..])));
        linux.PrintsHostKeys = true;
        var error = module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'echo x > reached'").SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
        Assert.Contains("was pinned for " + linux.Id + " on first use", error.Exception.Message);
        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
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

        // A key of the store by its name too; and what ssh can't use is said before it starts.
        module.Run("Import-EC2KeyPairLocal \"$folder/my key\" -Name own -StorePath $store").Single();
        Assert.Equal(0, Outcome.Value(module.Run(script + " -KeyPath own", SshServer.UserName).Single(), "ExitCode"));
        module.Run(script + " -KeyPath nobodys", SshServer.UserName).MustTerminate("PrivateKeyNotFound", ErrorCategory.ObjectNotFound, "nobodys");
        module.Run("Export-EC2KeyPairLocal own -Path $folder/own.ppk -KeyEncoding Ppk -StorePath $store").MustSucceed();
        var error = module.Run(script + " -KeyPath $folder/own.ppk", SshServer.UserName).SingleError("KeyEncodingUnsupported", ErrorCategory.NotImplemented);
        Assert.Contains("Export-EC2KeyPairLocal -KeyEncoding", error.ErrorDetails.RecommendedAction);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_RefusedUser_SuggestsTheNextOnes()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.Tags["ec2keypair:ssh-user"] = "nobody-at-all";
        linux.SsmAgent = new SsmAgent { PlatformName = "Debian GNU/Linux", PlatformVersion = "12" };
        var outcome = module.Run(Connect + $"lin -Port {ssh.Port} -Verbose -SshArgument 'true'");
        Assert.Equal(255, Outcome.Value(outcome.Single(), "ExitCode"));
        var warning = Assert.Single(outcome.Warnings);
        Assert.Contains("'nobody-at-all'", warning);
        Assert.Contains("'ec2-user' (its image's name 'al2023-", warning);
        Assert.Contains("'admin' (its agent's report of its platform 'Debian GNU/Linux 12')", warning);
        Assert.Contains(outcome.Verbose, text => text == "User nobody-at-all: its tag ec2keypair:ssh-user.");
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_OwnMap_GoesBeforeTheTag()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = await LaunchAsync(module);
        linux.Tags["ec2keypair:ssh-user"] = "nobody-at-all";
        var map = Path.Combine(module.Store, "users.json");
        File.WriteAllText(map, "{ \"users\": [ { \"user\": \"" + SshServer.UserName + "\", \"tag\": { \"Name\": \"l*\" } } ] }");
        var outcome = module.Run(Connect + $"lin -Port {ssh.Port} -Verbose -SshArgument 'true'");
        Assert.Equal(0, Outcome.Value(outcome.Single(), "ExitCode"));
        Assert.Contains(outcome.Verbose, text => text == $"User {SshServer.UserName}: '{map}'.");
        Assert.Equal(0, module.Aws.Requests.Count("DescribeImages"));
        File.WriteAllText(map, "{ \"users\": [ { \"user\": \"me\" } ] }");
        module.Run(Connect + $"lin -Port {ssh.Port} -SshArgument 'true'").MustTerminate("UserMapInvalid", ErrorCategory.InvalidData, map);
    }

    /// <summary>A key pair of the map's name has another file.</summary>
    [Fact]
    public async Task NewEC2KeyPairLocal_NameOfTheMap_LeavesTheMapAlone()
    {
        await using var module = await AwsModule.StartAsync();
        Directory.CreateDirectory(module.Store);
        File.WriteAllText(Path.Combine(module.Store, "users.json"), "{}");
        var made = module.Run("New-EC2KeyPairLocal users -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        Assert.StartsWith("users~", Path.GetFileName(Outcome.Text(made, "Path")));
        Assert.Equal("{}", File.ReadAllText(Path.Combine(module.Store, "users.json")));
        module.Run("Get-EC2KeyPairLocal users -StorePath $store").Single();
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
        module.Run(Connect + "lin -Via Direct -SshArgument 'true'").SingleError("ArgumentUnsafe", ErrorCategory.InvalidArgument, user);
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

    private const string Rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgln8v5wTfblSJISzt7a5qW86pdQINBwceWwDVKdxF0O6KDstwBgbCZpg9PS2X8gEM2wpnCtzLkZcP+jMJCoFuwyQQWG8ZX7fFcyQJs8E7q8iZAMDHTHuvlV2UDknxwR52TM+AnAhelwd1xczej2+05NgKXggqNj7ZNre9ddgisBR7zM=";

    private static string Fingerprints(SshServer ssh, bool asMd5) =>
        "ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----\n"
        + string.Concat(ssh.HostKeys.Select(key => "ec2: " + (asMd5 ? Md5(key) : key.FingerprintLine) + "\n"))
        + "ec2: -----END SSH HOST KEY FINGERPRINTS-----\n";

    private static string Md5(HostKey key)
    {
        var digest = System.Security.Cryptography.MD5.HashData(Convert.FromBase64String(key.PublicLine.Split(' ')[1]));
        return $"256 {string.Join(':', digest.Select(value => value.ToString("x2", null)))}  root@x {key.FingerprintLine.Split(' ')[^1]}";
    }

    private static async Task<(LinuxInstance Instance, SshServer Server)> LaunchAsync(AwsModule module, string type = "Ed25519")
    {
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        module.Run("New-EC2KeyPairLocal web -KeyType $args[0] @aws -StorePath $store", type).Single();
        var linux = module.Aws.Fleet.AddLinux("lin", module.Aws.Fleet.FindKeyPair("web"));
        return (linux, await linux.StartSshServerAsync());
    }
}
