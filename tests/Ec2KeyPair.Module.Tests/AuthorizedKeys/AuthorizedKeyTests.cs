using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Module.Tests.Ssh;

namespace Ec2KeyPair.Module.Tests.AuthorizedKeys;

/// <summary>Keys on instances, each a real sshd; over SSH, and by Run Command, which really runs the script there.</summary>
public sealed class AuthorizedKeyTests
{
    private const string Common = "@aws -StorePath $store ";

    public static TheoryData<string> Ways => new("-Via Direct", "-Via RunCommand");

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task AuthorizedKey_AddGetRemove_IsWhatSshdGoesBy(string via)
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, 3);
        module.Run("New-EC2KeyPairLocal second -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        string Logins(string key) => string.Join(' ', module.Run($"'lin-0', 'lin-1', 'lin-2' | Invoke-EC2InstanceCommand {Common} -Via Direct -KeyPath (Get-EC2KeyPairLocal {key} -StorePath $store).Path -Command 'echo in'").Output.Count);
        Assert.Equal("0", Logins("second"));

        var added = module.Run($"0..2 | ForEach-Object {{ \"lin-$_\" }} | Add-EC2AuthorizedKey {Common} {via} -KeyName second").MustSucceed();
        Assert.Equal(["Added", "Added", "Added"], added.Select(change => Outcome.Text(change, "Outcome")));
        Assert.Equal(hosts.Select(host => host.Server.AuthorizedKeysPath).Order(), added.Select(change => Outcome.Text(change, "Path")).Order());
        Assert.Equal(via[5..], Outcome.Text(added[0], "Via"));
        Assert.Equal(SshServer.UserName, Outcome.Text(added[0], "UserName"));
        Assert.Equal("3", Logins("second"));
        Assert.Equal("AlreadyThere", Outcome.Text(module.Run($"Add-EC2AuthorizedKey lin-0 {Common} {via} -PublicKeyPath $args[0]", Outcome.Text(module.Run("Get-EC2KeyPairLocal second -StorePath $store").Single(), "Path")!).Single(), "Outcome"));

        var listed = module.Run($"Get-EC2AuthorizedKey lin-0 {Common} {via}").MustSucceed();
        Assert.Equal(2, listed.Count);
        var second = module.Run("Get-EC2KeyPairLocal second -StorePath $store").Single();
        Assert.Equal(Outcome.Text(Outcome.Record(second, "Fingerprints"), "OpenSshSha256"), Outcome.Text(listed[1], "Fingerprint"));
        Assert.Equal(("2", "True"), (Outcome.Text(listed[1], "LineNumber"), Outcome.Text(listed[1], "IsUnconditional")));

        var removed = module.Run($"'lin-0', 'lin-1' | Get-EC2AuthorizedKey {Common} {via} | Where-Object Comment -eq second | Remove-EC2AuthorizedKey {Common} {via} -Confirm:$false");
        Assert.Equal(2, removed.MustSucceed().Count);
        Assert.Equal("1", Logins("second"));
        Assert.Equal("3", Logins("web"));
        Assert.Equal(via.EndsWith("RunCommand", StringComparison.Ordinal) ? 1 : 0, Math.Sign(module.Aws.Requests.Count("SendCommand")));
    }

    [SkippableTheory]
    [MemberData(nameof(Ways))]
    public async Task RemoveEC2AuthorizedKey_LastKey_IsKeptUnlessForced(string via)
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, server) = (await LaunchAsync(module, 1))[0];
        var before = await File.ReadAllTextAsync(server.AuthorizedKeysPath);
        var script = $"Remove-EC2AuthorizedKey lin-0 {Common} {via} -KeyName web -Confirm:$false ";
        module.Run(script).SingleError("LastAuthorizedKey", ErrorCategory.ResourceBusy, "lin-0");
        Assert.Equal(before, await File.ReadAllTextAsync(server.AuthorizedKeysPath));
        Assert.Empty(module.Run(script.Replace("-Confirm:$false", "-WhatIf", StringComparison.Ordinal) + "-Force").MustSucceed());
        Assert.Equal(before, await File.ReadAllTextAsync(server.AuthorizedKeysPath));
        Assert.Equal("Removed", Outcome.Text(module.Run(script + "-Force").Single(), "Outcome"));
        Assert.Equal("", await File.ReadAllTextAsync(server.AuthorizedKeysPath));
        Assert.True(linux.State == InstanceState.Running);
    }

    [SkippableFact]
    public async Task AddEC2AuthorizedKey_ByTag_GoesInBatchesAndStopsAtTheErrorLimit()
    {
        await using var module = await AwsModule.StartAsync();
        var hosts = await LaunchAsync(module, 5);
        foreach (var (instance, _) in hosts) instance.Tags["team"] = "web";
        module.Aws.Fleet.AddWindows("win").Tags["team"] = "web"; // It has no such keys, and is not meant.
        module.Run("New-EC2KeyPairLocal second -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        Assert.Equal(5, module.Run($"Add-EC2AuthorizedKey {Common} -Via RunCommand -Tag @{{ team = 'web' }} -KeyName second -MaxConcurrency 2 -MaxErrors 0").MustSucceed().Count);
        Assert.Equal(3, module.Aws.Requests.Count("SendCommand")); // 2, 2 and 1
        Assert.All(module.Aws.Requests.Of("SendCommand"), request => Assert.DoesNotContain("PRIVATE", request.Body));

        // The files of three are links: the second batch is not begun.
        foreach (var (_, server) in hosts.Take(3))
        {
            File.Move(server.AuthorizedKeysPath, server.AuthorizedKeysPath + ".old");
            File.CreateSymbolicLink(server.AuthorizedKeysPath, server.AuthorizedKeysPath + ".old");
        }

        var outcome = module.Run($"0..4 | ForEach-Object {{ \"lin-$_\" }} | Remove-EC2AuthorizedKey {Common} -Via RunCommand -KeyName second -MaxConcurrency 2 -MaxErrors '20%' -Confirm:$false");
        Assert.Equal(["AuthorizedKeysUnsafe", "AuthorizedKeysUnsafe", "ErrorLimitReached"], outcome.ErrorIds.Order());
        Assert.Empty(outcome.Output);
        Assert.Equal(3, ((string[])outcome.Errors.Single(error => Outcome.IdOf(error) == "ErrorLimitReached").TargetObject).Length);
        module.Run($"Add-EC2AuthorizedKey win {Common} -KeyName second").SingleError("InstanceNotLinux", ErrorCategory.InvalidType, "win");
        module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -KeyName second -MaxErrors many").MustTerminate("ParameterInvalid");
        module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -KeyName second -Via RunCommand -Port 22").MustTerminate("ParameterInvalid");
        module.Run($"Add-EC2AuthorizedKey lin-0 {Common}").SingleError("ParameterInvalid", ErrorCategory.InvalidArgument);
        module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -PublicKey 'ssh-rsa no'").SingleError("KeyFileCorrupt", ErrorCategory.InvalidData);
        module.Run($"Get-EC2AuthorizedKey lin-4 {Common} -Via RunCommand -UserName nobody-of-this-name").SingleError("AccountNotFound", ErrorCategory.ObjectNotFound, "lin-4");
        module.Run($"Get-EC2AuthorizedKey lin-4 {Common} -Via Direct -AccountName \"x'; touch y\"").SingleError("ArgumentUnsafe", ErrorCategory.InvalidArgument);
    }

    [SkippableFact]
    public async Task AddEC2AuthorizedKey_WhatOthersCouldWrite_IsWarnedOfWhereSshdMinds()
    {
        await using var module = await AwsModule.StartAsync();
        var (_, server) = (await LaunchAsync(module, 1))[0];
        Tool.Run("chmod", "770", server.Home);
        module.Run("New-EC2KeyPairLocal second -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        var outcome = module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -Via Direct -KeyName second");
        Assert.Empty(outcome.Warnings); // This sshd has StrictModes no.
        Assert.Empty(Outcome.Many(outcome.Single(), "RefusedFor"));
        var program = Path.Combine(server.ProgramFolder, "sshd");
        File.WriteAllText(program, (await File.ReadAllTextAsync(program)).Replace(" -o ", " -o StrictModes=yes -o ", StringComparison.Ordinal));
        outcome = module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -Via Direct -KeyName second");
        Assert.Contains("drwxrwx---", Assert.Single(outcome.Warnings));
        Assert.Contains(server.Home, Assert.Single(Outcome.Many(outcome.Single(), "RefusedFor")).ToString());
    }

    [SkippableFact]
    public async Task AddEC2AuthorizedKey_Ephemeral_LetsInForAMinuteAndChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var (linux, server) = (await LaunchAsync(module, 1))[0];
        var before = await File.ReadAllTextAsync(server.AuthorizedKeysPath);
        module.Run("New-EC2KeyPairLocal second -KeyType Ed25519 -LocalOnly -StorePath $store").Single();
        var pushed = module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -Ephemeral -KeyName second").Single();
        Assert.Equal((linux.Id, "Pushed", "InstanceConnect"), (Outcome.Text(pushed, "InstanceId"), Outcome.Text(pushed, "Outcome"), Outcome.Text(pushed, "Via")));
        Assert.NotNull(Outcome.Value(pushed, "ExpiresAt"));
        module.Run($"Invoke-EC2InstanceCommand lin-0 'true' {Common} -Via Direct -KeyPath second").Single();
        Assert.Equal(before, await File.ReadAllTextAsync(server.AuthorizedKeysPath));
        module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -Ephemeral -KeyName second -Via Direct").MustTerminate("ParameterInvalid");
        Assert.Empty(module.Run($"Add-EC2AuthorizedKey lin-0 {Common} -Ephemeral -KeyName second -WhatIf").MustSucceed());
        Assert.Single(module.Aws.Requests.Of("SendSSHPublicKey"));
    }

    private static async Task<IReadOnlyList<(LinuxInstance Instance, SshServer Server)>> LaunchAsync(AwsModule module, int count)
    {
        var hosts = await SshHosts.LaunchAsync(module, count);
        foreach (var (instance, _) in hosts) instance.SsmAgent = new SsmAgent();
        return hosts;
    }
}
