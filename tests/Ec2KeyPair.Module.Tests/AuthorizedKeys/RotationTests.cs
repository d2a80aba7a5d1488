using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Ssh;

namespace Ec2KeyPair.Module.Tests.AuthorizedKeys;

/// <summary>Rotation over instances that are real sshds: the keys that open them afterwards are what counts.</summary>
public sealed class RotationTests
{
    private const string Common = "@aws -StorePath $store -Confirm:$false ";
    private const string All = "0..3 | ForEach-Object { \"lin-$_\" } | Update-EC2AuthorizedKey " + Common + "-NewKey ";

    [SkippableTheory]
    [InlineData("Ssh")]
    [InlineData("RunCommand")]
    [InlineData("Auto")]
    public async Task UpdateEC2AuthorizedKey_Fleet_OpensWithTheNewKeyAlone(string via)
    {
        await using var module = await AwsModule.StartAsync();
        await LaunchAsync(module, "next");
        Assert.Empty(module.Run(All + "next -WhatIf").MustSucceed());
        var output = module.Run(All + $"next -Via {via} -MaxConcurrency 50%").MustSucceed();
        Assert.All(output.Take(4), result => Assert.Equal("ProvenGone", Outcome.Text(result, "State")));
        var report = output[4];
        Assert.Equal(("4", "4", "True"), (Outcome.Text(report, "Total"), Outcome.Text(report, "Done"), Outcome.Text(report, "IsComplete")));
        Assert.Equal((4, 0), (Logins(module, "next"), Logins(module, "web")));
        Assert.Equal(via == "RunCommand", module.Aws.Requests.Count("SendCommand") > 0);

        // All of it is private, none of it is secret.
        var journal = Outcome.Text(report, "JournalPath")!;
        Assert.StartsWith(Path.Combine(module.Store, "rotations"), journal);
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(journal));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(journal));

        // Once more: all is seen to be done, also without the old private key.
        output = module.Run(All + $"next -Via {via}").MustSucceed();
        Assert.All(output.Take(4), result => Assert.Equal("AlreadyDone", Outcome.Text(result, "State")));
        Assert.Equal(4, Outcome.Value(output[4], "AlreadyDone"));
        var finished = module.Run("Update-EC2AuthorizedKey -Resume " + Common).MustSucceed();
        Assert.Equal(4, Outcome.Value(Assert.Single(finished), "Done"));
    }

    /// <summary>EC2 tells the launch key for ever; everything here goes by the key that was put in its place.</summary>
    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_Done_EverythingElseUsesTheNewKeyAndKeepsIt()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "next");
        module.Run("Update-EC2AuthorizedKey lin-0 " + Common + "-NewKey next").MustSucceed();
        var next = Path.Combine(module.Store, "next.pem");
        Assert.Equal(0, Outcome.Value(module.Run("Connect-EC2Instance lin-0 'true' @aws -StorePath $store").Single(), "ExitCode"));
        Assert.Equal("ok\n", Outcome.Text(module.Run("Invoke-EC2InstanceCommand lin-0 'echo ok' -Via Direct @aws -StorePath $store").Single(), "StandardOutput"));
        Assert.Equal("ok\n", Outcome.Text(module.Run("Invoke-EC2InstanceCommand lin-1 'echo ok' -Via Direct @aws -StorePath $store").Single(), "StandardOutput"));
        var check = Assert.Single(module.Run("Test-EC2InstanceAccess lin-0 @aws -StorePath $store").MustSucceed(), one => Outcome.Text(one, "Check") == "Key");
        Assert.Equal($"'{next}' was put on it in place of its launch key", Outcome.Text(check, "Evidence"));
        var config = Path.Combine(module.Folder, "config");
        module.Run("Export-EC2SshConfig -Path $args[0] @aws -StorePath $store", config).MustSucceed();
        Assert.Equal([next, Path.Combine(module.Store, "web.pem")], hosts.Take(2).Select(host => IdentityOf(config, host.Instance.Id)));

        // Once more, with a third key: the second is the old one now, without a word.
        module.Run("New-EC2KeyPairLocal third -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        Assert.Equal("ProvenGone", Outcome.Text(module.Run("Update-EC2AuthorizedKey lin-0 " + Common + "-NewKey third").MustSucceed()[0], "State"));
        Assert.Equal("AlreadyDone", Outcome.Text(module.Run("Update-EC2AuthorizedKey lin-0 " + Common + "-NewKey third").MustSucceed()[0], "State"));
        Assert.Equal("ProvenGone", Outcome.Text(module.Run("Update-EC2AuthorizedKey lin-0 " + Common + "-NewKey next").MustSucceed()[0], "State"));

        var refused = module.Run("Remove-EC2KeyPairLocal next " + Common).SingleError("KeyPairInUse", ErrorCategory.ResourceBusy, "next");
        Assert.Contains($"it was put on {hosts[0].Instance.Id} from here", refused.Exception.Message);
        Assert.True(File.Exists(next));
        module.Run("Remove-EC2KeyPairLocal next -Force " + Common).MustSucceed();
        Assert.False(File.Exists(next));
    }

    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_ResumeAfterOtherRotations_TakesTheOneThatIsNotDone()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "next");
        hosts[1].Instance.SetState(InstanceState.Stopped);
        Assert.Equal(["InstanceNotRunning"], module.Run("Update-EC2AuthorizedKey lin-0, lin-1 " + Common + "-NewKey next").ErrorIds);
        module.Run("Update-EC2AuthorizedKey lin-0 " + Common + "-NewKey next").MustSucceed();
        hosts[1].Instance.SetState(InstanceState.Running);
        var resumed = module.Run("Update-EC2AuthorizedKey -Resume " + Common).MustSucceed();
        Assert.Equal((hosts[1].Instance.Id, "ProvenGone"), (Outcome.Text(resumed[0], "InstanceId"), Outcome.Text(resumed[0], "State")));
    }

    private static string IdentityOf(string config, string host) =>
        Tool.Run("ssh", "-G", "-F", config, host).Split('\n').Single(line => line.StartsWith("identityfile ", StringComparison.Ordinal))["identityfile ".Length..];

    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_NewKeyDoesNotOpenTheCanary_IsRolledBackAndResumedLater()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "rsa", "Rsa");
        var config = Path.Combine(Path.GetDirectoryName(hosts[0].Server.Home)!, "sshd_config");
        await File.AppendAllTextAsync(config, "PubkeyAcceptedAlgorithms ssh-ed25519\n");
        await ReloadAsync(hosts[0].Server);
        var before = await File.ReadAllTextAsync(hosts[0].Server.AuthorizedKeysPath);
        var outcome = module.Run(All + "rsa -Via Ssh");
        Assert.Equal(["ErrorLimitReached", "KeyProofFailed"], outcome.ErrorIds.Order());
        Assert.Equal(2, outcome.Output.Count);
        Assert.Equal((hosts[0].Instance.Id, "RolledBack"), (Outcome.Text(outcome.Output[0], "InstanceId"), Outcome.Text(outcome.Output[0], "State")));
        Assert.Equal((1, 3), (Outcome.Value(outcome.Output[1], "RolledBack"), Outcome.Value(outcome.Output[1], "Pending")));
        Assert.Equal(before, await File.ReadAllTextAsync(hosts[0].Server.AuthorizedKeysPath));
        Assert.Equal((0, 4), (Logins(module, "rsa"), Logins(module, "web")));

        await File.WriteAllTextAsync(config, (await File.ReadAllTextAsync(config)).Replace("PubkeyAcceptedAlgorithms ssh-ed25519\n", "", StringComparison.Ordinal));
        await ReloadAsync(hosts[0].Server);
        var resumed = module.Run("Update-EC2AuthorizedKey -Resume " + Common).MustSucceed();
        Assert.Equal((5, "True"), (resumed.Count, Outcome.Text(resumed[4], "IsComplete")));
        Assert.Equal((4, 0), (Logins(module, "rsa"), Logins(module, "web")));
    }

    [SkippableTheory]
    [InlineData("Ssh")]
    [InlineData("RunCommand")]
    public async Task UpdateEC2AuthorizedKey_OldKeyHasOptions_TheNewOneGetsThem(string via)
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "next");
        const string Options = "from=\"127.0.0.1\",no-port-forwarding ";
        foreach (var (_, server) in hosts) await File.WriteAllTextAsync(server.AuthorizedKeysPath, Options + (await File.ReadAllTextAsync(server.AuthorizedKeysPath)).Trim() + "\n");
        Assert.Equal(4, Outcome.Value(module.Run(All + $"next -Via {via}").MustSucceed()[^1], "Done"));
        var blob = Outcome.Text(module.Run("Get-EC2KeyPairLocal next -StorePath $store").Single(), "PublicKey")!.Split(' ')[1];
        Assert.All(hosts, host => Assert.StartsWith($"{Options}ssh-ed25519 {blob}", Assert.Single(File.ReadAllLines(host.Server.AuthorizedKeysPath))));
        // The removal tells which key has to be there.
        if (via == "RunCommand") Assert.Contains(module.Aws.Requests.Of("SendCommand"), request => System.Text.RegularExpressions.Regex.IsMatch(request.Body!, "needs=[^,]{1,30}ssh-ed25519"));

        // What is not for others is not handed on.
        await File.WriteAllTextAsync(hosts[0].Server.AuthorizedKeysPath, "expiry-time=\"20990101\" " + await File.ReadAllTextAsync(hosts[0].Server.AuthorizedKeysPath));
        await File.WriteAllTextAsync(hosts[0].Server.AuthorizedKeysPath, (await File.ReadAllTextAsync(hosts[0].Server.AuthorizedKeysPath)).Replace("\" from", "\",from", StringComparison.Ordinal));
        module.Run("New-EC2KeyPairLocal third -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        var outcome = module.Run($"Update-EC2AuthorizedKey lin-0 third -OldKey next -Via {via} {Common}");
        Assert.Equal("AuthorizedKeysFailed", Assert.Single(outcome.ErrorIds));
        Assert.Contains("expiry-time=", outcome.Errors[0].Exception.Message);
        Assert.Single(File.ReadAllLines(hosts[0].Server.AuthorizedKeysPath));
    }

    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_RunCommand_OneThatIsSlowHoldsUpNoOther()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "next");
        var old = await File.ReadAllTextAsync(hosts[1].Server.AuthorizedKeysPath);
        // The second one's answers are held back until the others have gone all their steps.
        bool AreDone() => hosts.Where((_, i) => i != 1).All(host => !File.ReadAllText(host.Server.AuthorizedKeysPath).Contains(old.Trim(), StringComparison.Ordinal));
        bool? wereDone = null; // by the end of its first command
        hosts[1].Instance.SsmAgent!.Faults.MangleOutput = output =>
        {
            wereDone ??= SpinWait.SpinUntil(AreDone, TimeSpan.FromSeconds(30));
            return output;
        };
        Assert.Equal(4, Outcome.Value(module.Run(All + "next -Via RunCommand -ThrottleLimit 4").MustSucceed()[^1], "Done"));
        Assert.True(wereDone is true, "the others wait for the slow one");
    }

    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_StoppedUnreachableAndStillOpen_AreToldApart()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "next");
        foreach (var (instance, _) in hosts) instance.Tags["team"] = "web";
        hosts[1].Instance.SetState(InstanceState.Stopped);
        hosts[2].Server.Stop();
        // Where no file of the account has the old key any more, and sshd takes it from elsewhere.
        File.WriteAllText(hosts[3].Server.PushedKeys.Path, File.ReadAllText(hosts[3].Server.AuthorizedKeysPath));
        var outcome = module.Run($"Update-EC2AuthorizedKey {Common} -Tag @{{ team = 'web' }} -NewKey next -Via Ssh -MaxErrors 100%");
        string State(int host) => Outcome.Text(outcome.Output.Take(4).Single(result => Outcome.Text(result, "InstanceId") == hosts[host].Instance.Id), "State")!;
        Assert.Equal(["ProvenGone", "Stopped", "Unreachable", "Failed"], Enumerable.Range(0, 4).Select(State));
        var report = outcome.Output[^1];
        Assert.Equal(
            (1, 1, 1, 1, "False"),
            (Outcome.Value(report, "Done"), Outcome.Value(report, "Stopped"), Outcome.Value(report, "Unreachable"), Outcome.Value(report, "Failed"), Outcome.Text(report, "IsComplete")));
        Assert.Equal(["HostUnreachable", "InstanceNotRunning", "KeyProofFailed"], outcome.ErrorIds.Order());
        Assert.Contains("takes it all the same", outcome.Errors.Single(error => Outcome.IdOf(error) == "KeyProofFailed").Exception.Message);
    }

    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_LaunchTemplates_AreListedAndRenewed()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, "next");
        hosts[0].Instance.Tags["aws:autoscaling:groupName"] = "web-group";
        var template = module.Aws.Fleet.LaunchTemplates.Add("web", "web");
        var other = module.Aws.Fleet.LaunchTemplates.Add("other", "else");
        var output = module.Run(All + "next -Via Ssh").MustSucceed();
        var sources = Outcome.Many(output[^1], "Sources");
        Assert.Equal(["LaunchTemplate", "AutoScalingGroup"], sources.Select(source => Outcome.Text(source, "Kind")));
        Assert.Equal((template.Id, "False"), (Outcome.Text(sources[0], "Id"), Outcome.Text(sources[0], "IsRenewed")));
        Assert.Single(template.Versions);
        Assert.Equal("False", Outcome.Text(output[^1], "IsComplete"));

        // Not while EC2 does not know the new key.
        output = module.Run(All + "next -Via Ssh -UpdateLaunchTemplate").MustSucceed();
        Assert.Contains("Publish-EC2KeyPairLocal", Outcome.Text(Outcome.Many(output[^1], "Sources")[0], "Note"));
        module.Run("Publish-EC2KeyPairLocal next @aws -StorePath $store").MustSucceed();
        output = module.Run(All + "next -Via Ssh -UpdateLaunchTemplate").MustSucceed();
        Assert.Equal(("True", "2"), (Outcome.Text(Outcome.Many(output[^1], "Sources")[0], "IsRenewed"), Outcome.Text(Outcome.Many(output[^1], "Sources")[0], "NewVersion")));
        Assert.Equal((2L, "next"), (template.Default.Number, template.Latest.Data.KeyName));
        Assert.Single(other.Versions);
        output = module.Run(All + "next -Via Ssh -UpdateLaunchTemplate").MustSucceed();
        Assert.Equal("AutoScalingGroup", Outcome.Text(Assert.Single(Outcome.Many(output[^1], "Sources")), "Kind"));
        Assert.Equal(2, template.Versions.Count);
    }

    [SkippableFact]
    public async Task UpdateEC2AuthorizedKey_WhatCannotBe_IsRefusedBeforeAnythingIsDone()
    {
        await using var module = await AwsModule.StartAsync();
        await LaunchAsync(module, "next");
        var publicHalf = module.Write("next.pub", Outcome.Text(module.Run("Get-EC2KeyPairLocal next -StorePath $store").Single(), "PublicKey") + "\n");
        module.Run(All + "nothing").MustTerminate("PrivateKeyNotFound");
        module.Run(All + "$args[0]", publicHalf).MustTerminate("PrivateKeyRequired");
        module.Run(All + "next -OldKey next").MustTerminate("ParameterInvalid");
        module.Run("Update-EC2AuthorizedKey -Resume " + Common).MustTerminate("RotationJournalInvalid");
        var same = module.Run("Update-EC2AuthorizedKey lin-0 web " + Common);
        Assert.Equal("ParameterInvalid", Assert.Single(same.ErrorIds));
        Assert.Equal(4, Logins(module, "web"));
    }

    private static int Logins(AwsModule module, string key) => module.Run(
        $"0..3 | ForEach-Object {{ \"lin-$_\" }} | Invoke-EC2InstanceCommand @aws -StorePath $store -Via Direct -KeyPath (Get-EC2KeyPairLocal {key} -StorePath $store).Path -Command 'echo in'").Output.Count;

    private static async Task<IReadOnlyList<(LinuxInstance Instance, SshServer Server)>> LaunchAsync(AwsModule module, string newKey, string type = "Ed25519")
    {
        var hosts = await SshHosts.LaunchAsync(module, 4);
        foreach (var (instance, _) in hosts) instance.SsmAgent = new SsmAgent();
        module.Run($"New-EC2KeyPairLocal {newKey} -KeyType {type} -LocalOnly -StorePath $store").Single();
        return hosts;
    }

    private static async Task ReloadAsync(SshServer server)
    {
        int Starts() => File.ReadAllText(server.LogPath).Split("Server listening").Length;
        var before = Starts();
        Tool.Run("kill", "-HUP", $"{server.ProcessId}");
        await SshHosts.UntilAsync(() => Starts() > before);
    }
}
