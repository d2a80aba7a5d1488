using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests;

[Collection(EnvironmentScope.Collection)]
public sealed class SshConfigTests
{
    private const string Export = "Export-EC2SshConfig @aws -StorePath $store -Path \"$folder/ec2keypair\" ";

    /// <summary>The real ssh reads the file, takes the key and the user, checks the pinned host key, and gets in.</summary>
    [SkippableFact]
    public async Task ExportEC2SshConfig_RealServer_SshConnectsByName()
    {
        await using var module = await AwsModule.StartAsync();
        Skip.If(!LinuxInstance.HasSshServer || Tool.Find("ssh") is null, "ssh and sshd are not installed");
        module.Run("New-EC2KeyPairLocal web -KeyType Ed25519 @aws -StorePath $store").Single();
        var linux = module.Aws.Fleet.AddLinux("web 1", module.Aws.Fleet.FindKeyPair("web"));
        var ssh = await linux.StartSshServerAsync();
        module.Run("Add-EC2KnownHost 'web 1' @aws -StorePath $store").MustSucceed();
        var host = module.Run(Export + $"'web 1' -Port {ssh.Port}").Single();
        Assert.Equal("web-1", Outcome.Text(host, "Name"));
        Assert.Equal(true, Outcome.Value(host, "IsPinned"));
        Assert.Equal("ok", Tool.Run("ssh", "-F", File(module), "-o", "BatchMode=yes", "web-1", "echo ok"));
        Assert.Equal("ok", Tool.Run("ssh", "-F", File(module), "-o", "BatchMode=yes", linux.Id, "echo ok"));
        ssh.Stop();
        ssh.ChangeHostKeys();
        await ssh.StartAsync();
        module.Run(Export + $"'web 1' -Port {ssh.Port}").Single();
        Assert.Equal(255, Tool.RunFile(Tool.Find("ssh")!, "-F", File(module), "-o", "BatchMode=yes", "web-1", "echo ok").ExitCode);
    }

    [SkippableFact]
    public async Task ExportEC2SshConfig_All_WritesLinuxThatRunsAndRefreshesOnlyWhatChanged()
    {
        await using var module = await AwsModule.StartAsync();
        var web = module.Aws.Fleet.AddLinux("web");
        var inner = module.Aws.Fleet.AddLinux("inner");
        inner.PublicIpAddress = null;
        module.Aws.Fleet.AddWindows("win");
        module.Aws.Fleet.AddLinux("off").SetState(InstanceState.Stopped);
        var first = module.Run(Export).MustSucceed();
        Assert.Equal(["inner", "web"], first.Select(host => Outcome.Text(host, "Name")).Order());
        Assert.All(first, host => Assert.Equal(true, Outcome.Value(host, "Changed")));
        var byName = first.ToDictionary(host => Outcome.Text(host, "Name")!);
        Assert.Equal(("Direct", web.PublicIpAddress, "ec2-user"), (Outcome.Text(byName["web"], "Via"), Outcome.Text(byName["web"], "HostName"), Outcome.Text(byName["web"], "User")));
        Assert.Equal(("SessionManager", inner.Id), (Outcome.Text(byName["inner"], "Via"), Outcome.Text(byName["inner"], "HostName")));
        var settings = Tool.Run("ssh", "-G", "-F", File(module), "inner");
        Assert.Contains($"proxycommand pwsh -NoProfile -NonInteractive -Command \"Connect-EC2Instance %h -Port %p -Via SessionManager -AsProxy -Region us-east-1 -EndpointUrl '{module.Aws.Url}'\"", settings.Replace("powershell ", "pwsh "));

        var bytes = System.IO.File.ReadAllBytes(File(module));
        Assert.All(module.Run(Export).MustSucceed(), host => Assert.Equal(false, Outcome.Value(host, "Changed")));
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File(module)));

        web.PublicIpAddress = "198.18.9.9";
        inner.SetState(InstanceState.Terminated);
        var again = module.Run(Export + "-Verbose");
        var host = again.Single();
        Assert.Equal(("web", "198.18.9.9", true), (Outcome.Text(host, "Name"), Outcome.Text(host, "HostName"), Outcome.Value(host, "Changed")));
        Assert.Contains(again.Verbose, text => text.StartsWith(inner.Id + " is gone", StringComparison.Ordinal));
        Assert.DoesNotContain(inner.Id, System.IO.File.ReadAllText(File(module)));
    }

    [Fact]
    public async Task ExportEC2SshConfig_SomeInstances_LeaveTheEntriesOfOthers()
    {
        await using var module = await AwsModule.StartAsync();
        var one = module.Aws.Fleet.AddLinux("one");
        one.Tags["Team"] = "a";
        var two = module.Aws.Fleet.AddLinux("two");
        module.Run(Export).MustSucceed();
        Assert.Equal("one", Outcome.Text(module.Run(Export + "-Tag @{ Team = 'a' }").Single(), "Name"));
        Assert.Equal("two", Outcome.Text(module.Run("$args[0] | " + Export, two.Id).Single(), "Name"));
        two.SetState(InstanceState.Stopped);
        module.Run(Export + "-Tag @{ Team = 'a' }").Single();
        Assert.Contains(two.Id, System.IO.File.ReadAllText(File(module)));
    }

    [SkippableFact]
    public async Task ExportEC2SshConfig_HostileTags_MakePlainEntriesOrErrorsOfTheirOwn()
    {
        await using var module = await AwsModule.StartAsync();
        var hostile = module.Aws.Fleet.AddLinux("x\n    ProxyCommand touch owned\nHost *");
        var takesOver = module.Aws.Fleet.AddLinux("github.com");
        var named = module.Aws.Fleet.AddLinux(hostile.Id);
        var badUser = module.Aws.Fleet.AddLinux("bad");
        badUser.Tags["ec2keypair:ssh-user"] = "-oProxyCommand=x";
        var badAddress = module.Aws.Fleet.AddLinux("bad2");
        badAddress.PublicIpAddress = "x; touch owned";
        var outcome = module.Run(Export);
        Assert.Equal(["ArgumentUnsafe"], outcome.ErrorIds);
        Assert.Equal(new[] { "x-ProxyCommand-touch-owned-Host", "github-com", named.Id, "bad2" }.Order(), outcome.Output.Select(host => Outcome.Text(host, "Name")).Order());
        Assert.DoesNotContain("touch owned", System.IO.File.ReadAllText(File(module)));
        Assert.Contains($"hostname {hostile.PublicIpAddress}", Tool.Run("ssh", "-G", "-F", File(module), hostile.Id));
        Assert.DoesNotContain(takesOver.PublicIpAddress!, Tool.Run("ssh", "-G", "-F", File(module), "github.com"));
    }

    [Fact]
    public async Task ExportEC2SshConfig_SameNameInTwoRegions_AreToldApart()
    {
        await using var module = await AwsModule.StartAsync();
        var east = module.Aws.Fleet.AddLinux("web");
        var west = module.Aws.Cloud.Region("eu-west-1").AddLinux("web");
        module.Set("elsewhere", new System.Collections.Hashtable { ["AccessKey"] = module.Aws.AccessKey, ["SecretKey"] = module.Aws.SecretKey, ["EndpointUrl"] = module.Aws.Url });
        var script = Export.Replace("@aws", "@elsewhere");
        Assert.Equal(
            new[] { "web-" + east.Id, "web-" + west.Id }.Order(),
            module.Run(script + "-Region us-east-1, eu-west-1").MustSucceed().Select(host => Outcome.Text(host, "Name")).Order());
        module.Run(script + "web -Region us-east-1, eu-west-1").MustTerminate("ParameterInvalid", ErrorCategory.InvalidArgument);
        Assert.Equal("web-" + east.Id, Outcome.Text(module.Run(script + "-Region us-east-1").Single(), "Name"));
    }

    [Fact]
    public async Task ExportEC2SshConfig_TagOfTheUsersOwnHost_IsKnownByItsIdOnlyAndTold()
    {
        await using var module = await AwsModule.StartAsync();
        var hostile = module.Aws.Fleet.AddLinux("bastion");
        module.Write("config", "Host bastion\n    ForwardAgent yes\n");
        var outcome = module.Run(Export + "-Include -ConfigPath \"$folder/config\"");
        Assert.Equal(hostile.Id, Outcome.Text(outcome.Single(), "Name"));
        Assert.Contains("'bastion'", Assert.Single(outcome.Warnings));
        Assert.Contains($"\nHost {hostile.Id}\n", System.IO.File.ReadAllText(File(module)));
    }

    /// <summary>Where the last instance has gone, none is there to tell whose account it was.</summary>
    [Fact]
    public async Task ExportEC2SshConfig_LastInstanceIsGoneAltogether_ItsEntryGoesToo()
    {
        await using var module = await AwsModule.StartAsync();
        var web = module.Aws.Fleet.AddLinux("web");
        module.Run(Export).MustSucceed();
        // Another account's, at the same place: that one was not looked at.
        System.IO.File.AppendAllText(File(module), System.IO.File.ReadAllText(File(module)).Split('\n', 2)[1].Replace(web.Id, "i-0aaaaaaaaaaaaaaaa").Replace(" 123456789012 ", " 999999999999 "));
        web.SetState(InstanceState.Terminated);
        module.Aws.Fleet.Forget(web);
        Assert.Empty(module.Run(Export).MustSucceed());
        Assert.DoesNotContain(web.Id, System.IO.File.ReadAllText(File(module)));
        Assert.Contains("i-0aaaaaaaaaaaaaaaa", System.IO.File.ReadAllText(File(module)));
    }

    [Fact]
    public async Task ExportEC2SshConfig_PortTag_IsThePortUnlessOneIsGiven()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("web").Tags["ec2keypair:ssh-port"] = "2222";
        module.Run(Export).MustSucceed();
        Assert.Contains("    Port 2222\n", System.IO.File.ReadAllText(File(module)));
        module.Run(Export + "-Port 2200").MustSucceed();
        Assert.Contains("    Port 2200\n", System.IO.File.ReadAllText(File(module)));
    }

    /// <summary>What ssh starts later may find other credentials: the profile is written down, and what can't be is told.</summary>
    [Fact]
    public async Task ExportEC2SshConfig_ThroughThisModule_NamesTheProfileOrWarns()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("inner").PublicIpAddress = null;
        Assert.Contains("-AccessKey", Assert.Single(module.Run(Export).Warnings));
        var credentials = module.Write("credentials", $"[stage]\naws_access_key_id = {module.Aws.AccessKey}\naws_secret_access_key = {module.Aws.SecretKey}\n");
        using var environment = new EnvironmentScope { ["AWS_PROFILE"] = "stage", ["AWS_ACCESS_KEY_ID"] = null };
        var outcome = module.Run(
            "Export-EC2SshConfig -Region us-east-1 -EndpointUrl $endpoint -StorePath $store -Path \"$folder/ec2keypair\" -ProfileLocation $args[0]", credentials);
        outcome.Single();
        Assert.Empty(outcome.Warnings);
        Assert.Contains($"-ProfileName 'stage' -ProfileLocation '{credentials.Replace('\\', '/')}'", System.IO.File.ReadAllText(File(module)));
    }

    [Fact]
    public async Task ExportEC2SshConfig_FileOfSomebodyElse_IsLeftAlone()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("web");
        var file = module.Write("ec2keypair", "Host mine\n    User me\n");
        module.Run(Export).MustTerminate("SshConfigForeign", ErrorCategory.ResourceExists, file);
        Assert.Equal("Host mine\n    User me\n", System.IO.File.ReadAllText(file));
    }

    [Fact]
    public async Task ExportEC2SshConfig_Include_IsAddedOnceAndWhatIfWritesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Fleet.AddLinux("web");
        var config = module.Write("config", "Host mine\n    User me\n");
        Assert.Empty(module.Run(Export + "-Include -ConfigPath \"$folder/config\" -WhatIf").MustSucceed());
        Assert.False(System.IO.File.Exists(File(module)));
        Assert.Equal("Host mine\n    User me\n", System.IO.File.ReadAllText(config));
        for (var i = 0; i < 2; i++) module.Run(Export + "-Include -ConfigPath \"$folder/config\"").Single();
        Assert.Equal($"Include \"{File(module).Replace('\\', '/')}\"\nHost mine\n    User me\n", System.IO.File.ReadAllText(config));
        if (Tool.Find("ssh") is not null) Assert.Contains("hostkeyalias i-", Tool.Run("ssh", "-G", "-F", config, "web"));
    }

    private static string File(AwsModule module) => Path.Combine(module.Folder, "ec2keypair");
}
