using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Ssh;

public sealed class SshCommandTests
{
    private const string Invoke = "Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct ";

    [SkippableTheory]
    [InlineData("Rsa")]
    [InlineData("Ed25519")]
    public async Task InvokeEC2InstanceCommand_Direct_OutputErrorAndExitCodeComeApart(string keyType)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module, keyType: keyType))[0];
        var outcome = module.Run(Invoke + $"lin-0 'echo out; echo err >&2; exit 7' -Port {ssh.Port} -Verbose");
        var result = outcome.Single();
        Assert.Equal("out\n", Outcome.Text(result, "StandardOutput"));
        Assert.Equal("err\n", Outcome.Text(result, "StandardError"));
        Assert.Equal(7, Outcome.Value(result, "ExitCode"));
        Assert.Null(Outcome.Value(result, "ExitSignal"));
        Assert.Equal("Direct", Outcome.Text(result, "Via"));
        Assert.Equal(SshServer.UserName, Outcome.Text(result, "UserName"));
        Assert.Equal(linux.Id, Outcome.Text(result, "InstanceId"));
        Assert.Null(Outcome.Value(result, "SessionId"));
        Assert.Contains(outcome.Verbose, text => text.Contains("console output tells"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_WhatCommandsDo_ComesThroughAsItIs()
    {
        await using var module = await AwsModule.StartAsync();
        await SshHosts.LaunchAsync(module);
        PSObject Run(string command) => module.Run(Invoke + "lin-0 $args[0]", command).Single();

        Assert.Equal("a|b c|d'e|#|\\\\|$x|`y`|!z|é☃|", Outcome.Text(Run("printf '%s|' a 'b c' \"d'e\" '#' '\\\\' '$x' '`y`' '!z' 'é☃'"), "StandardOutput"));
        Assert.Equal("one\ntwo\n", Outcome.Text(Run("echo one\necho \"two\""), "StandardOutput"));
        Assert.Equal("42\n", Outcome.Text(Run("echo $((6*7)) | cat"), "StandardOutput"));
        // Nobody types anything: a command that reads gets the end of its input at once.
        Assert.Equal(0, Outcome.Value(Run("cat"), "ExitCode"));
        Assert.Equal("", Outcome.Text(Run("true"), "StandardError"));
        Assert.Equal("caf\uFFFD", Outcome.Text(Run("printf 'caf\\351'"), "StandardOutput"));

        var killed = Run("kill -KILL $$");
        Assert.Null(Outcome.Value(killed, "ExitCode"));
        Assert.Equal("KILL", Outcome.Text(killed, "ExitSignal"));

        var long1 = Run("head -c 9000000 /dev/zero | tr '\\000' x; head -c 9000000 /dev/zero | tr '\\000' y >&2; exit 3");
        Assert.Equal(8 * 1024 * 1024, Outcome.Text(long1, "StandardOutput")!.Length);
        Assert.Equal(8 * 1024 * 1024, Outcome.Text(long1, "StandardError")!.Length);
        Assert.Equal(true, Outcome.Value(long1, "IsTruncated"));
        Assert.Equal(3, Outcome.Value(long1, "ExitCode"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_ManyHosts_EachFailureIsItsOwnAndNothingIsLookedUpTwice()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await SshHosts.LaunchAsync(module, 6);
        Assert.Equal(6, module.Run("0..5 | ForEach-Object { \"lin-$_\" } | " + Invoke + "-Command 'true'").MustSucceed().Count);
        Assert.Equal(6, module.Aws.Requests.Count("GetConsoleOutput"));
        module.Aws.Requests.Clear();

        hosts[1].Server.Stop();
        hosts[1].Server.ChangeHostKeys();
        await hosts[1].Server.StartAsync();
        hosts[1].Instance.Tags["ec2keypair:ssh-port"] = $"{hosts[1].Server.Port}";
        File.WriteAllText(hosts[2].Server.AuthorizedKeysPath, "");
        hosts[3].Server.Stop();
        hosts[4].Instance.SetState(InstanceState.Stopped);
        var outcome = module.Run("0..6 | ForEach-Object { \"lin-$_\" } | " + Invoke + "-Command 'echo x > reached; cat ~/.ssh/authorized_keys | wc -l'");
        Assert.Equal(new[] { hosts[0].Instance.Id, hosts[5].Instance.Id }.Order(), outcome.Output.Select(result => Outcome.Text(result, "InstanceId")!).Order());
        Assert.All(outcome.Output, result => Assert.Equal("1\n", Outcome.Text(result, "StandardOutput")));
        Assert.Equal(5, outcome.Errors.Count);
        void Failed(int host, string id, ErrorCategory category, string mend)
        {
            var error = Assert.Single(outcome.Errors, error => (host < 6 ? hosts[host].Instance.Id : "lin-6").Equals(error.TargetObject));
            Outcome.Checked(error, id, category, null);
            Assert.Contains(mend, error.ErrorDetails.RecommendedAction);
        }

        Failed(1, "HostKeyMismatch", ErrorCategory.SecurityError, "Get-EC2HostKey");
        Failed(2, "LoginRefused", ErrorCategory.AuthenticationError, "-UserName");
        Failed(3, "HostUnreachable", ErrorCategory.ConnectionError, "-Port");
        Failed(4, "InstanceNotRunning", ErrorCategory.ResourceUnavailable, "Start-EC2Instance");
        Failed(6, "InstanceNotFound", ErrorCategory.ObjectNotFound, "-Region");
        // Refused before the login: not even the command's beginning ran there.
        Assert.All(new[] { 1, 2 }, host => Assert.False(File.Exists(Path.Combine(hosts[host].Server.Home, "reached"))));
        Assert.DoesNotContain("Accepted publickey", File.ReadAllText(hosts[1].Server.LogPath).Split("Server listening").Last());

        Assert.True(module.Aws.Requests.Count("DescribeInstances") <= 2, "one look for all, two where the pipeline brought them in two batches");
        Assert.Equal(1, module.Aws.Requests.Count("DescribeKeyPairs"));
        Assert.True(module.Aws.Requests.Count("DescribeImages") <= 1, "the image is looked up once");
        Assert.Equal(0, module.Aws.Requests.Count("GetConsoleOutput"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_NoEvidenceOfTheHostKey_IsRefusedUnlessTrusted()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        linux.PrintsHostKeys = false;
        foreach (var policy in new[] { "Default", "Verified", "Refuse" })
        {
            module.Run(Invoke + $"lin-0 'echo x > reached' -HostKeyPolicy {policy}").SingleError("HostKeyUnknown", ErrorCategory.SecurityError, linux.Id);
        }

        Assert.False(File.Exists(Path.Combine(ssh.Home, "reached")));
        var trusted = module.Run(Invoke + "lin-0 'true' -HostKeyPolicy TrustOnFirstUse");
        trusted.Single();
        Assert.Contains("SHA256:", Assert.Single(trusted.Warnings));
        module.Run(Invoke + "lin-0 'true' -HostKeyPolicy Refuse").Single();
    }

    [SkippableTheory]
    [InlineData("Rsa", "Pkcs8")]
    [InlineData("Rsa", "Ppk")]
    [InlineData("Ed25519", "OpenSsh")]
    [InlineData("Ed25519", "Ppk")]
    public async Task InvokeEC2InstanceCommand_EncryptedKey_OpensWithItsPassphraseOnly(string keyType, string encoding)
    {
        await using var module = await AwsModule.StartAsync();
        await SshHosts.LaunchAsync(module, keyType: keyType);
        module.Set("secret", AwsModule.Secure("correct horse battery"));
        module.Set("wrong", AwsModule.Secure("wrong"));
        var key = Path.Combine(module.Folder, "my key.x");
        module.Run($"Export-EC2KeyPairLocal web $args[0] -KeyEncoding {encoding} -NewPassphrase $secret -StorePath $store", key).MustSucceed();
        var script = Invoke + "lin-0 'true' -KeyPath $args[0] ";
        module.Run(script, key).SingleError("PassphraseRequired", ErrorCategory.AuthenticationError);
        module.Run(script + "-Passphrase $wrong", key).SingleError("PassphraseIncorrect", ErrorCategory.AuthenticationError);
        Assert.Equal(0, Outcome.Value(module.Run(script + "-Passphrase $secret", key).Single(), "ExitCode"));
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_ThroughSessionManager_IsSshWhereSomethingAsksForIt()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        linux.SsmAgent = new SsmAgent();
        var plain = module.Run("Invoke-EC2InstanceCommand @aws -StorePath $store -Via SessionManager lin-0 'echo hi'").Single();
        Assert.Null(Outcome.Value(plain, "UserName"));
        Assert.NotNull(Outcome.Value(plain, "SessionId"));
        var result = module.Run("Invoke-EC2InstanceCommand @aws -StorePath $store -Via SessionManager lin-0 'echo hi' -UserName $args[0]", SshServer.UserName).Single();
        Assert.Equal("hi\n", Outcome.Text(result, "StandardOutput"));
        Assert.Equal("SessionManager", Outcome.Text(result, "Via"));
        Assert.Equal(SshServer.UserName, Outcome.Text(result, "UserName"));
        Assert.Equal(["AWS-StartNonInteractiveCommand", "AWS-StartSSHSession"], module.Aws.Sessions.All.Select(session => session.Document));
        Assert.All(module.Aws.Sessions.All, session => Assert.True(session.IsEnded));
        Assert.Empty(module.Aws.Sessions.Violations);

        ssh.Stop();
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        linux.Tags["ec2keypair:ssh-port"] = $"{ssh.Port}";
        module.Run("Invoke-EC2InstanceCommand @aws -StorePath $store -Via SessionManager lin-0 'echo hi' -UserName $args[0]", SshServer.UserName)
            .SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
    }

    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_ThroughTheEndpoint_RunsWithPinnedHostKey()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = (await SshHosts.LaunchAsync(module))[0];
        const string invoke = "Invoke-EC2InstanceCommand @aws -StorePath $store -Via InstanceConnectEndpoint -Port 22 lin-0 'echo hi'";
        module.Run(invoke).SingleError("ConnectEndpointNotFound", ErrorCategory.ObjectNotFound, linux.Id);
        module.Aws.Fleet.Network.AddEndpoint();
        var result = module.Run(invoke).Single();
        Assert.Equal("hi\n", Outcome.Text(result, "StandardOutput"));
        Assert.Equal("InstanceConnectEndpoint", Outcome.Text(result, "Via"));
        Assert.Single(module.Aws.Tunnels.All);
        Assert.Empty(module.Aws.Tunnels.Violations);
    }

    /// <summary>Who carries the connection knows why it ended; SSH only that it did.</summary>
    [SkippableFact]
    public async Task InvokeEC2InstanceCommand_EndpointEndsTheConnection_ItsOwnReasonIsToldOn()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = (await SshHosts.LaunchAsync(module))[0];
        module.Aws.Fleet.Network.AddEndpoint();
        const string invoke = "Invoke-EC2InstanceCommand @aws -StorePath $store -Via InstanceConnectEndpoint -Port 22 lin-0 ";
        using var shell = module.Shell(invoke + "'echo > started; sleep 300'");
        var running = shell.BeginInvoke();
        await SshHosts.UntilAsync(() => File.Exists(Path.Combine(ssh.Home, "started")));
        await module.Aws.Tunnels.All[0].CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "The maximum tunnel duration was reached");
        shell.EndInvoke(running);
        var lost = Assert.Single(shell.Streams.Error);
        Outcome.Checked(lost, "ConnectionLost", ErrorCategory.ConnectionError, linux.Id);
        Assert.Contains("The maximum tunnel duration was reached", lost.Exception.Message);

        ssh.Stop();
        var refused = module.Run(invoke + "'true'");
        Assert.Equal(["ConnectEndpointFailed"], refused.ErrorIds);
        Assert.Contains("Unable to connect to target", refused.Errors[0].Exception.Message);
    }

    [Fact]
    public async Task InvokeEC2InstanceCommand_WindowsInstanceDirect_IsAnError()
    {
        await using var module = await AwsModule.StartAsync();
        var windows = module.Aws.Fleet.AddWindows("win");
        module.Run(Invoke + "win 'Get-Date'").SingleError("ParameterInvalid", ErrorCategory.InvalidArgument, windows.Id);
    }

    [SkippableTheory]
    [InlineData("-oProxyCommand=touch x")]
    [InlineData("root; touch x")]
    [InlineData("x\ny")]
    public async Task InvokeEC2InstanceCommand_HostileUserTag_IsRefused(string user)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, _) = (await SshHosts.LaunchAsync(module))[0];
        linux.Tags["ec2keypair:ssh-user"] = user;
        module.Run(Invoke + "lin-0 'true'").SingleError("ArgumentUnsafe", ErrorCategory.InvalidArgument, user);
    }
}
