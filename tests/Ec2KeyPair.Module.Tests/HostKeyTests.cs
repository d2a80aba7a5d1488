using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

public sealed class HostKeyTests
{
    private const string Get = "Get-EC2HostKey @aws -StorePath $store ";
    private const string Add = "Add-EC2KnownHost @aws -StorePath $store ";

    [SkippableFact]
    public async Task GetEC2HostKey_Console_ShowsWhatSshKeygenShows()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = Launch(module, "lin");
        var keys = module.Run(Get + "lin").MustSucceed();
        Assert.Equal(ssh.HostKeys.Count, keys.Count);
        foreach (var (key, expected) in keys.Zip(ssh.HostKeys))
        {
            var file = module.Write("key.pub", expected.PublicLine + "\n");
            Assert.Equal(linux.Id, Outcome.Text(key, "InstanceId"));
            Assert.Equal(string.Join(' ', expected.PublicLine.Split(' ')[..2]), Outcome.Text(key, "PublicKey"));
            Assert.StartsWith($"{Outcome.Value(key, "Bits")} {Outcome.Text(key, "Fingerprint")} ", Tool.Run("ssh-keygen", "-l", "-f", file));
            Assert.Contains($" {Outcome.Text(key, "FingerprintMd5")} ", Tool.Run("ssh-keygen", "-l", "-E", "md5", "-f", file));
            Assert.Equal("Console", Outcome.Text(key, "Source"));
            Assert.Equal(false, Outcome.Value(key, "IsPinned"));
            Assert.IsType<DateTime>(Outcome.Value(key, "LearntUtc"));
        }
    }

    [SkippableFact]
    public async Task GetEC2HostKey_RunCommandForAFleet_ReadsEachInstancesOwnKeysInFewCommands()
    {
        await using var module = await AwsModule.StartAsync();
        var fleet = new List<(LinuxInstance Instance, SshServer Server)>();
        for (var i = 0; i < 5; i++)
        {
            fleet.Add(Launch(module, "lin-" + i));
            fleet[i].Instance.SsmAgent = new SsmAgent();
            await fleet[i].Server.StartAsync(); // Writes the configuration that "sshd -T" tells.
        }

        fleet[4].Instance.SsmAgent = null;
        var outcome = module.Run("'lin-0', 'lin-1', 'lin-2', 'lin-3', 'lin-4' | " + Get + "-Source RunCommand");
        Outcome.Checked(Assert.Single(outcome.Errors), "AgentNotRegistered", ErrorCategory.ConnectionError, fleet[4].Instance.Id);
        foreach (var (instance, server) in fleet.Take(4))
        {
            var keys = outcome.Output.Where(key => Outcome.Text(key, "InstanceId") == instance.Id).ToList();
            Assert.Equal(server.HostKeys.Select(key => key.FingerprintLine.Split(' ')[1]).Order(), keys.Select(key => Outcome.Text(key, "Fingerprint")).Order());
            Assert.All(keys, key => Assert.Equal("RunCommand", Outcome.Text(key, "Source")));
        }

        Assert.InRange(module.Aws.Fleet.Commands.All.Count, 1, 3);
        Assert.All(module.Aws.Fleet.Commands.All, command => Assert.Equal("AWS-RunShellScript", command.Request.DocumentName));
    }

    [SkippableFact]
    public async Task GetEC2HostKey_Pinned_NeedsNoAws()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = Launch(module, "lin");
        module.Run(Add + "lin").MustSucceed();
        File.AppendAllText(Path.Combine(module.Store, "known_hosts"), $"@revoked * {ssh.HostKeys[0].PublicLine}\n");
        var keys = module.Run("Get-EC2HostKey $args[0] -Source Pinned -StorePath $store", linux.Id).MustSucceed();
        Assert.Equal([false, true], keys.Select(key => Outcome.Value(key, "IsPinned")));
        Assert.Contains("revoked", Outcome.Text(keys[0], "Evidence"));
        Assert.Contains("learnt from Console", Outcome.Text(keys[1], "Evidence"));
        Assert.IsType<DateTime>(Outcome.Value(keys[1], "LearntUtc"));
        module.Run("Get-EC2HostKey i-00000000000000000 -Source Pinned -StorePath $store").SingleError("HostKeyUnknown", ErrorCategory.SecurityError, "i-00000000000000000");
    }

    [SkippableFact]
    public async Task GetEC2HostKey_NothingTells_IsHostKeyUnknownAndTheOthersGoOn()
    {
        await using var module = await AwsModule.StartAsync();
        var (silent, _) = Launch(module, "silent");
        var (told, ssh) = Launch(module, "told");
        silent.PrintsHostKeys = false;
        var outcome = module.Run(Get + "silent, nobody, told");
        Assert.Equal(["HostKeyUnknown", "InstanceNotFound"], outcome.ErrorIds.Order());
        Assert.Contains("Run Command", outcome.Errors.Single(error => Outcome.IdOf(error) == "HostKeyUnknown").ErrorDetails.RecommendedAction);
        Assert.Equal(ssh.HostKeys.Count, outcome.Output.Count);
        Assert.All(outcome.Output, key => Assert.Equal(told.Id, Outcome.Text(key, "InstanceId")));
    }

    /// <summary>Right after the boot EC2 has kept nothing yet, and the console shows it all.</summary>
    [SkippableFact]
    public async Task GetEC2HostKey_ConsoleNotKeptYet_LooksAtTheLiveOne()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.ConsoleLag = TimeSpan.FromHours(1);
        var (linux, ssh) = Launch(module, "lin");
        Assert.Equal(ssh.HostKeys.Count, module.Run(Get + "lin").MustSucceed().Count);
        linux.HasLatestConsole = false;
        module.Run(Get + "lin").SingleError("HostKeyUnknown", ErrorCategory.SecurityError);
    }

    [SkippableFact]
    public async Task AddEC2KnownHost_RecordsOfAPipeline_ArePinnedOnceAndFoundBySsh()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = Launch(module, "lin");
        var file = module.Write("my hosts", "# mine\r\nexample.org ssh-ed25519 AAAA");
        Assert.Empty(module.Run(Get + "lin | " + Add + "-Path $args[0] -WhatIf", file).MustSucceed());
        Assert.Equal("# mine\r\nexample.org ssh-ed25519 AAAA", File.ReadAllText(file));
        foreach (var outcome in new[] { "Added", "AlreadyThere" })
        {
            var pinned = module.Run(Get + "lin | " + Add + "-Path $args[0] -Hash", file).MustSucceed();
            Assert.Equal(ssh.HostKeys.Count, pinned.Count);
            Assert.All(pinned, pin => Assert.Equal(outcome, Outcome.Text(pin, "Outcome")));
        }

        var text = File.ReadAllText(file);
        Assert.StartsWith("# mine\r\nexample.org ssh-ed25519 AAAA\r\n|1|", text);
        Assert.DoesNotContain(linux.Id, text);
        var found = Tool.Run("ssh-keygen", "-F", linux.Id, "-f", file);
        Assert.All(ssh.HostKeys, key => Assert.Contains(key.PublicLine.Split(' ')[1], found));
    }

    [SkippableFact]
    public async Task AddEC2KnownHost_DifferentKey_ReplacesItOnlyWhenAllowed()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = Launch(module, "lin");
        module.Run(Add + "lin").MustSucceed();
        var old = ssh.HostKeys.ToList();
        ssh.ChangeHostKeys();
        var refused = module.Run(Add + "lin");
        Assert.Equal(["HostKeyMismatch", "HostKeyMismatch"], refused.ErrorIds);
        Assert.All(refused.Errors, error => Assert.Contains("-Force", error.ErrorDetails.RecommendedAction));
        Assert.All(File.ReadAllLines(Path.Combine(module.Store, "known_hosts")), line => Assert.Contains(old, key => line.Contains(key.PublicLine.Split(' ')[1])));
        Assert.Empty(module.Run(Add + "lin -Force -WhatIf").MustSucceed());
        Assert.Equal(["Replaced", "AlreadyThere"], module.Run(Add + "lin -PublicKey $args[0] -Force; " + Add + "lin -PublicKey $args[0]", ssh.HostKeys[1].PublicLine).MustSucceed().Select(pin => Outcome.Text(pin, "Outcome")));
        Assert.Equal(["Replaced", "AlreadyThere"], module.Run(Add + "lin -Force").MustSucceed().Select(pin => Outcome.Text(pin, "Outcome")));
        Assert.All(File.ReadAllLines(Path.Combine(module.Store, "known_hosts")), line => Assert.Contains(ssh.HostKeys, key => line.StartsWith(linux.Id + " " + string.Join(' ', key.PublicLine.Split(' ')[..2]), StringComparison.Ordinal)));
    }

    /// <summary>All that is known goes down the pipeline, old pins too; what was learnt now counts.</summary>
    [SkippableFact]
    public async Task AddEC2KnownHost_OldPinsInThePipeline_DriveNothingOut()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = Launch(module, "lin");
        module.Run(Add + "lin").MustSucceed();
        ssh.ChangeHostKeys();
        var keys = module.Run(Get + "lin").MustSucceed();
        Assert.Equal(["Console", "Console", "Pinned", "Pinned"], keys.Select(key => Outcome.Text(key, "Source")));
        module.Run(Get + "lin | " + Add + "-Force").MustSucceed();
        var lines = File.ReadAllLines(Path.Combine(module.Store, "known_hosts"));
        Assert.Equal(2, lines.Length);
        Assert.All(ssh.HostKeys, key => Assert.Contains(lines, line => line.StartsWith($"{linux.Id} {string.Join(' ', key.PublicLine.Split(' ')[..2])} ", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public async Task AddEC2KnownHost_OnlyFingerprintsKnown_AsksTheHostForTheKeys()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, ssh) = Launch(module, "lin");
        await linux.StartSshServerAsync();
        linux.ConsoleText = $"ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----\n{string.Concat(ssh.HostKeys.Select(key => $"ec2: {key.FingerprintLine}\n"))}ec2: -----END SSH HOST KEY FINGERPRINTS-----\n";
        Assert.All(module.Run(Get + "lin").MustSucceed(), key => Assert.Null(Outcome.Value(key, "PublicKey")));
        var pinned = module.Run(Get + "lin | " + Add + $"-Port {ssh.Port}").MustSucceed();
        Assert.All(pinned, pin => Assert.Equal("Added", Outcome.Text(pin, "Outcome")));
        Assert.Equal(ssh.HostKeys.Count, pinned.Count);
        Assert.All(module.Run(Get + "lin").MustSucceed(), key => Assert.NotNull(Outcome.Value(key, "PublicKey")));

        ssh.Stop();
        File.Delete(Path.Combine(module.Store, "known_hosts"));
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        var outcome = module.Run(Add + $"lin -Port {ssh.Port}");
        outcome.SingleError("HostKeyMismatch", ErrorCategory.SecurityError, linux.Id);
        ssh.Stop();
        module.Run(Add + $"lin -Port {ssh.Port}").SingleError("RouteNotFound", ErrorCategory.ConnectionError);
    }

    [Theory]
    [InlineData("-PublicKey 'no key'")]
    [InlineData("-PublicKey 'ssh-dss AAAA'")]
    [InlineData("-PublicKey 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F' -Fingerprint 'SHA256:x'")]
    [InlineData("-Fingerprint 'SHA256:x'")]
    [InlineData("-KeyType ssh-ed25519 -Fingerprint 'x'")]
    public async Task AddEC2KnownHost_WhatIsNoKey_IsParameterInvalidAndPinsNothing(string arguments)
    {
        await using var module = await AwsModule.StartAsync();
        module.Run(Add + "i-0123456789abcdef0 " + arguments).SingleError("ParameterInvalid", ErrorCategory.InvalidArgument, "i-0123456789abcdef0");
        Assert.False(File.Exists(Path.Combine(module.Store, "known_hosts")));
    }

    [Fact]
    public async Task AddEC2KnownHost_KeyGiven_NeedsNoAws()
    {
        await using var module = await AwsModule.StartAsync();
        const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQ0x0yXn3oN0y7mJ5tZ1q8b2yVYw0z3pX3m7k6d5e4F";
        var pin = module.Run("Add-EC2KnownHost i-0123456789abcdef0 -PublicKey $args[0] -StorePath $store", Key + " a comment").Single();
        Assert.Equal("Added", Outcome.Text(pin, "Outcome"));
        Assert.StartsWith($"i-0123456789abcdef0 {Key} Ec2KeyPair Given ", Assert.Single(File.ReadAllLines(Outcome.Text(pin, "Path")!)));
    }

    private static (LinuxInstance Instance, SshServer Server) Launch(AwsModule module, string name)
    {
        Skip.If(!LinuxInstance.HasSshServer, "sshd is not installed");
        var linux = module.Aws.Fleet.AddLinux(name);
        return (linux, linux.SshServer);
    }
}
