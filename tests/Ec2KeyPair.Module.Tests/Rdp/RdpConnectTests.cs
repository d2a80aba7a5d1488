using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Rdp;

/// <summary>Connect-EC2Instance with remote desktops, up to the client's start.</summary>
[Collection(EnvironmentScope.Collection)]
public sealed class RdpConnectTests
{
    private const string Connect = "Connect-EC2Instance @aws -StorePath $store ";

    [SkippableFact]
    public async Task ConnectEC2Instance_WindowsInstance_IsARemoteDesktopWithTheFirstPassword()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, rdp.Sha1);
        var outcome = module.Run(Connect + "win -Port $args[0] -Verbose", rdp.Port);
        var result = outcome.Single();
        Assert.Equal(win.Id, Outcome.Text(result, "InstanceId"));
        Assert.Equal("Administrateur", Outcome.Text(result, "UserName"));
        Assert.Equal("Direct", Outcome.Text(result, "Via"));
        Assert.Equal("127.0.0.1", Outcome.Text(result, "Address"));
        Assert.Equal(12, Outcome.Value(result, "ExitCode"));
        Assert.Equal(12, module.Get("LASTEXITCODE"));
        Assert.Equal(win.Password + "\n", rdp.Kept("input"));
        var arguments = rdp.Kept("arguments").Split('\n');
        Assert.EndsWith($"/win ({win.Id}).rdp", arguments[0]);
        Assert.Contains($"/v:127.0.0.1:{rdp.Port}", arguments);
        Assert.Contains("/sec:nla", arguments);
        Assert.Contains("/cert:deny,fingerprint:sha256:" + string.Join(':', rdp.Sha256.ToLowerInvariant().Chunk(2).Select(pair => new string(pair))), arguments);
        Assert.Contains("username:s:Administrateur\r\n", rdp.Kept("file"));
        Assert.Equal($"{win.Id} sha256:{rdp.Sha256} sha1:{rdp.Sha1}\n", await File.ReadAllTextAsync(Path.Combine(module.Store, "known_rdp")));
        Assert.Contains(outcome.Verbose, text => text.Contains(rdp.Sha1) && text.Contains("console output tells"));
        Assert.Equal(1, module.Aws.Requests.Count("GetConsoleOutput"));
        Assert.Equal(1, module.Aws.Requests.Count("GetPasswordData"));
        foreach (var text in outcome.Verbose.Concat(outcome.Others).Concat(outcome.Warnings).Append(rdp.Kept("arguments")).Append(rdp.Kept("environment")).Append(rdp.Kept("file")))
        {
            Assert.DoesNotContain(win.Password, text);
        }
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_AnotherCertificate_IsRefusedAndNothingStarted()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, new string('A', 40));
        var error = module.Run(Connect + "win -Port $args[0] -HostKeyPolicy TrustOnFirstUse", rdp.Port)
            .SingleError("RdpCertificateMismatch", ErrorCategory.SecurityError, win.Id);
        Assert.Contains(rdp.Sha1, error.Exception.Message);
        Assert.Contains(new string('A', 40), error.Exception.Message);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
        Assert.False(rdp.WasStarted);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_CertificateThatNothingTells_IsRefusedUnlessTrusted()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, null);
        foreach (var policy in new[] { "Default", "Verified" })
        {
            module.Run(Connect + $"win -Port $args[0] -HostKeyPolicy {policy}", rdp.Port).SingleError("RdpCertificateUnknown", ErrorCategory.SecurityError, win.Id);
        }

        Assert.False(rdp.WasStarted);
        module.Run(Connect + "win -Port $args[0] -HostKeyPolicy TrustOnFirstUse", rdp.Port).Single();
        module.Run(Connect + "win -Port $args[0] -HostKeyPolicy Verified", rdp.Port).Single();
        using var another = new PlayedRdp();
        module.Run(Connect + "win -Port $args[0] -HostKeyPolicy TrustOnFirstUse", another.Port).SingleError("RdpCertificateMismatch", ErrorCategory.SecurityError, win.Id);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_ErrorActionStop_GivesAUsefulRecord()
    {
        using var rdp = new PlayedRdp("exit 134");
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, rdp.Sha1);
        var error = module.Run(Connect + "win -Port $args[0] -ErrorAction Stop", rdp.Port).MustTerminate("RdpLogonFailed", ErrorCategory.AuthenticationError, win.Id);
        Assert.Contains("Administrateur", error.Exception.Message);
        Assert.Contains("134", error.Exception.Message);
        Assert.DoesNotContain(win.Password, error.Exception.ToString());
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_LoginCredentialFromThePipeline_IsUsedAndNoPasswordAskedFor()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        Launch(module, rdp.Sha1);
        module.Set("given", new PSCredential("CORP\\admin", AwsModule.Secure("Given-and-secret")));
        var result = module.Run("[pscustomobject]@{ InstanceId = 'win'; LoginCredential = $given } | " + Connect + "-Port $args[0]", rdp.Port).Single();
        Assert.Equal("CORP\\admin", Outcome.Text(result, "UserName"));
        Assert.Equal("Given-and-secret\n", rdp.Kept("input"));
        Assert.Equal(0, module.Aws.Requests.Count("GetPasswordData"));
        Assert.Equal(1, module.Aws.Requests.Count("GetConsoleOutput"));
    }

    /// <summary>Of an instance that has just started EC2 has kept no console output yet; it shows it live.</summary>
    [SkippableFact]
    public async Task ConnectEC2Instance_PasswordThatWasWaitedFor_ComesThroughThePipeline()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.ConsoleLag = TimeSpan.FromHours(1);
        var win = Launch(module, rdp.Sha1);
        module.Run("Get-EC2WindowsPassword win @aws -StorePath $store -Wait | " + Connect + "-Port $args[0]", rdp.Port).Single();
        Assert.Equal(win.Password + "\n", rdp.Kept("input"));
        Assert.Contains("username:s:Administrateur\r\n", rdp.Kept("file"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_EncryptedLaunchKey_TakesItsPassphraseAndNeverAsks()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure("Zq7-passphrase"));
        var win = Launch(module, rdp.Sha1, "-Passphrase $secret");
        module.Run(Connect + "win -Port $args[0]", rdp.Port).SingleError("PassphraseRequired", ErrorCategory.AuthenticationError, win.Id);
        module.Run(Connect + "win -Port $args[0] -Passphrase $secret -UserName '.\\Administrateur'", rdp.Port).Single();
        Assert.Equal(win.Password + "\n", rdp.Kept("input"));
        Assert.Contains("username:s:.\\Administrateur\r\n", rdp.Kept("file"));
    }

    [SkippableTheory]
    [InlineData("3.3.0.0")]
    [InlineData("3.0.196.0")] // one connection at a time
    public async Task ConnectEC2Instance_RdpThroughSessionManager_EndsOnLoopbackWithTheSamePin(string agent)
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        module.Aws.Sessions.Settings = new SessionSettings { AgentVersion = agent, Ports = new Dictionary<int, int> { [3389] = rdp.Port } };
        var win = Launch(module, rdp.Sha1);
        win.SsmAgent = new SsmAgent();
        win.PublicIpAddress = null;
        var result = module.Run(Connect + "win -Via SessionManager -Protocol Rdp -ClientArgument /f").Single();
        Assert.Equal("SessionManager", Outcome.Text(result, "Via"));
        Assert.Null(Outcome.Value(result, "Address"));
        var session = Assert.Single(module.Aws.Sessions.All);
        Assert.Equal("AWS-StartPortForwardingSession", session.Document);
        Assert.Equal("3389", session.Parameters["portNumber"]);
        Assert.True(session.IsEnded);
        Assert.Empty(session.Violations);
        var arguments = rdp.Kept("arguments").Split('\n');
        Assert.Contains($"/v:127.0.0.1:{session.Parameters["localPortNumber"]}", arguments);
        Assert.Contains("/f", arguments);
        Assert.EndsWith($"/win ({win.Id}).rdp", arguments[0]);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NothingListensBehindTheTunnel_IsRdpConnectionFailed()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        module.Aws.Sessions.Settings = new SessionSettings { Ports = new Dictionary<int, int> { [3389] = 1 } };
        Launch(module, rdp.Sha1).SsmAgent = new SsmAgent();
        module.Run(Connect + "win -Via SessionManager -Protocol Rdp").SingleError("RdpConnectionFailed", ErrorCategory.ConnectionError);
        Assert.True(Assert.Single(module.Aws.Sessions.All).IsEnded);
        Assert.False(rdp.WasStarted);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_Stopped_EndsClientAndTunnel()
    {
        using var rdp = new PlayedRdp("echo up; exec sleep 600");
        await using var module = await AwsModule.StartAsync();
        module.Aws.Sessions.Settings = new SessionSettings { Ports = new Dictionary<int, int> { [3389] = rdp.Port } };
        Launch(module, rdp.Sha1).SsmAgent = new SsmAgent();
        using var shell = module.Shell(Connect + "win -Via SessionManager -Protocol Rdp");
        var running = shell.BeginInvoke();
        await Sessions.TunnelTests.UntilAsync(() => rdp.WasStarted);
        await Task.Run(shell.Stop).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.True(Assert.Single(module.Aws.Sessions.All).IsEnded);
        Assert.False(Directory.Exists(Path.GetDirectoryName(rdp.Kept("arguments").Split('\n')[0])));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_RdpFilePath_StaysAndHoldsNoPassword()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, rdp.Sha1);
        module.Run(Connect + "win -Port $args[0] -RdpFilePath \"$folder/win.rdp\"", rdp.Port).Single();
        var text = System.Text.Encoding.Unicode.GetString(await File.ReadAllBytesAsync(Path.Combine(module.Folder, "win.rdp")));
        Assert.Contains($"full address:s:127.0.0.1:{rdp.Port}\r\n", text);
        Assert.DoesNotContain(win.Password, text);
        module.Run(Connect + "win -Port $args[0] -RdpFilePath \"$folder/win.rdp\"", rdp.Port).SingleError("FileWriteFailed", ErrorCategory.WriteError);
    }

    [SkippableTheory]
    [InlineData("web\nalternate shell:s:calc")]
    [InlineData("web\r\n/cert:ignore")]
    [InlineData("\u202Eevil\u2066")]
    [InlineData("../../x")]
    public async Task ConnectEC2Instance_HostileNameTag_ChangesNothing(string name)
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, rdp.Sha1);
        win.Tags["Name"] = name;
        module.Run(Connect + win.Id + " -Port $args[0]", rdp.Port).Single();
        Assert.Equal(16, rdp.Kept("file").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var arguments = rdp.Kept("arguments").TrimEnd('\n').Split('\n');
        Assert.Equal(7, arguments.Length);
        Assert.DoesNotContain(arguments, argument => argument.Any(character => char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format));
        Assert.DoesNotContain("..", arguments[0]);
    }

    [SkippableTheory]
    [InlineData("x\nalternate shell:s:calc")]
    [InlineData("x\r/cert:ignore")]
    [InlineData("\"x\"")]
    [InlineData("admin\u202Enimda")]
    public async Task ConnectEC2Instance_HostileUserName_NeverReachesTheClient(string name)
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        Launch(module, rdp.Sha1);
        module.Run(Connect + "win -Port $args[0] -UserName $args[1]", rdp.Port, name).SingleError("ArgumentUnsafe", ErrorCategory.InvalidArgument, name);
        Assert.False(rdp.WasStarted);
        Assert.Equal(0, module.Aws.Requests.Count("GetPasswordData"));
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_LinuxInstance_HasNoFirstPasswordAndTakesACredential()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var lin = module.Aws.Fleet.AddLinux("lin");
        lin.PublicIpAddress = lin.PrivateIpAddress = "127.0.0.1";
        module.Run(Connect + "lin -Protocol Rdp -Port $args[0]", rdp.Port).SingleError("InstanceNotWindows", ErrorCategory.InvalidType, lin.Id);
        module.Set("given", new PSCredential("me", AwsModule.Secure("Given-and-secret")));
        module.Run(Connect + "lin -LoginCredential $given -HostKeyPolicy TrustOnFirstUse -Port $args[0]", rdp.Port).Single();
        Assert.Equal("Given-and-secret\n", rdp.Kept("input"));
    }

    /// <summary>Without a terminal, but with a screen: what the instance is decides.</summary>
    [SkippableFact]
    public async Task ConnectEC2Instance_LinuxInstanceWithoutATerminal_IsThatInstancesError()
    {
        Skip.If(Tool.Find("ssh") is null, "ssh is not installed");
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        Launch(module, rdp.Sha1);
        module.Aws.Fleet.AddLinux("lin");
        var outcome = module.Run("'lin', 'win' | " + Connect + "-Port $args[0]", rdp.Port);
        Assert.Equal("HostNotInteractive", Assert.Single(outcome.ErrorIds));
        Assert.Single(outcome.Output);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_NoPasswordYet_SaysHowToWait()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module, rdp.Sha1);
        win.PasswordReady = DateTimeOffset.MaxValue;
        var error = module.Run(Connect + "win -Port $args[0]", rdp.Port).SingleError("PasswordDataNotReady", ErrorCategory.ResourceUnavailable, win.Id);
        Assert.Contains("Get-EC2WindowsPassword -Wait", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("-Protocol Rdp")]
    [InlineData("-LoginCredential $given")]
    [InlineData("")]
    public async Task ConnectEC2Instance_NoDisplay_IsAnErrorBeforeAnyCall(string wishes)
    {
        using var environment = new EnvironmentScope { ["DISPLAY"] = null, ["WAYLAND_DISPLAY"] = null };
        await using var module = await AwsModule.StartAsync();
        module.Set("given", new PSCredential("me", AwsModule.Secure("x")));
        var outcome = module.Run(Connect + "win " + wishes);
        if (OperatingSystem.IsLinux()) outcome.MustTerminate(wishes.Length > 0 ? "DisplayNotFound" : "HostNotInteractive", ErrorCategory.ResourceUnavailable);
        Assert.Empty(module.Aws.Requests.All);
    }

    [SkippableTheory]
    [InlineData("-LoginCredential $given -SshArgument uptime")]
    [InlineData("-LoginCredential $given -UserName me")]
    [InlineData("-LoginCredential $given -Protocol Ssh")]
    [InlineData("-LoginCredential $given -DocumentName My-Shell")]
    [InlineData("-Protocol Rdp -AsProxy")]
    [InlineData("-Protocol Rdp -ClientArgument /cert:ignore")]
    [InlineData("-RdpFilePath win.txt")]
    [InlineData("-Protocol Shell -Passphrase $secret")]
    public async Task ConnectEC2Instance_WishesThatContradict_AreAnErrorBeforeAnyCall(string wishes)
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        module.Set("secret", AwsModule.Secure("x"));
        module.Set("given", new PSCredential("me", AwsModule.Secure("x")));
        module.Run(Connect + "win " + wishes).MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Requests.All);
    }

    [SkippableFact]
    public async Task ConnectEC2Instance_WhatIf_ConnectsToNothing()
    {
        using var rdp = new PlayedRdp();
        await using var module = await AwsModule.StartAsync();
        Launch(module, rdp.Sha1);
        var asked = module.Aws.Requests.Total;
        Assert.Empty(module.Run(Connect + "win -Port $args[0] -RdpFilePath \"$folder/win.rdp\" -WhatIf", rdp.Port).MustSucceed());
        Assert.Equal(asked, module.Aws.Requests.Total);
        Assert.False(rdp.WasStarted);
    }

    private static WindowsInstance Launch(AwsModule module, string? thumbprint, string keyOptions = "")
    {
        module.Run("New-EC2KeyPairLocal web @aws -StorePath $store " + keyOptions).Single();
        var win = module.Aws.Fleet.AddWindows("win", module.Aws.Fleet.FindKeyPair("web"));
        win.PublicIpAddress = win.PrivateIpAddress = "127.0.0.1";
        win.ConsoleText = "2026/11/23 22:23:09Z: Username: Administrateur\r\n"
            + (thumbprint is null ? "" : $"2026/11/23 22:23:09Z: RDPCERTIFICATE-THUMBPRINT: {thumbprint}\r\n")
            + "2026/11/23 22:23:09Z: Message: Windows is Ready to use\r\n";
        return win;
    }
}
