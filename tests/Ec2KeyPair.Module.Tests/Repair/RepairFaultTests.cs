using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>Whatever AWS refuses or loses on the way of a repair: everything ends as it began.</summary>
public sealed class RepairFaultTests
{
    public static TheoryData<string, string> Calls => new()
    {
        { "UserData", "StopInstances" }, { "UserData", "ModifyInstanceAttribute" }, { "UserData", "StartInstances" },
        { "RootVolume", "RunInstances" }, { "RootVolume", "StopInstances" }, { "RootVolume", "DetachVolume" }, { "RootVolume", "AttachVolume" },
        { "RootVolume", "StartInstances" }, { "RootVolume", "ModifyInstanceAttribute" }, { "RootVolume", "TerminateInstances" },
    };

    [SkippableTheory]
    [MemberData(nameof(Calls))]
    public async Task RepairEC2InstanceAccess_ACallIsDenied_EndsAsItBeganOnceItIsAllowedAgain(string method, string action)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Faults.Deny(action);
        var denied = module.Run(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh");
        Assert.Null(denied.Terminating);
        var error = Assert.Single(denied.Errors);
        Assert.Equal("lost-1", error.TargetObject);
        Assert.Contains(Outcome.IdOf(error), new[] { "AwsAccessDenied", "RepairUnfinished" });
        Assert.Contains(action, error.Exception.Message);
        // Denied for ever, some of it can't be put back; that is told, and the plan shows it.
        var isUnfinished = Outcome.IdOf(error) == "RepairUnfinished";
        var plan = module.Run("Repair-EC2InstanceAccess lost-1 @aws -StorePath $store -PlanOnly").MustSucceed().Single(one => Outcome.Text(one, "Method") == method);
        Assert.Equal(isUnfinished, Outcome.Text(plan, "Reason")!.Contains("not finished"));
        module.Aws.Faults.Clear();
        if (!isUnfinished) await host.MustBeAsItWasAsync();
        var result = module.Run(LostHost.Repair + "lost-1 -NewKey fresh " + (isUnfinished ? "" : $"-Method {method}")).Single();
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
    }

    [SkippableTheory]
    [MemberData(nameof(Calls))]
    public async Task RepairEC2InstanceAccess_AnAnswerIsLost_TheStateDecides(string method, string action)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Faults.Cut(action);
        var result = module.Run(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh").Single();
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
        Assert.Equal(method == "RootVolume" ? 1 : 0, module.Aws.Fleet.Instances.Count(instance => instance.State == InstanceState.Terminated));
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_StatesTakeTheirTime_IsWaitedFor()
    {
        await using var module = await AwsModule.StartAsync();
        var settings = module.Aws.Cloud.Settings;
        settings.PendingDelay = settings.StoppingDelay = settings.AttachDelay = settings.DetachDelay = TimeSpan.FromMilliseconds(700);
        var host = await LostHost.LaunchAsync(module);
        await Ssh.SshHosts.UntilAsync(() => host.Instance.State == InstanceState.Running);
        foreach (var method in new[] { "RootVolume", "UserData" })
        {
            Assert.True((bool)Outcome.Value(module.Run(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh").Single(), "IsProven")!);
            host.MustOpenWith("fresh");
        }

        Assert.Equal(InstanceState.Running, host.Instance.State);
    }

    [SkippableTheory]
    [InlineData("nobody-here", "no account 'nobody-here'")]
    [InlineData("linked", "link")]
    [InlineData("homeless", "is not on its root volume")]
    public async Task RepairEC2InstanceAccess_RootVolumeWithoutThatAccount_SaysSoAndPutsAllBack(string user, string why)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        File.AppendAllText(Path.Combine(host.Instance.Disk, "etc", "passwd"), "linked:x:7:7::/srv/link:/bin/sh\nhomeless:x:8:8::/not/there:/bin/sh\n");
        Directory.CreateDirectory(Path.Combine(host.Instance.Disk, "srv"));
        var outside = Directory.CreateDirectory(Path.Combine(module.Folder, "outside")).FullName;
        File.CreateSymbolicLink(Path.Combine(host.Instance.Disk, "srv", "link"), outside);
        var error = module.Run(LostHost.Repair + "lost-1 -Method RootVolume -NewKey fresh -UserName $args[0]", user).SingleError("RepairFailed", ErrorCategory.InvalidResult);
        Assert.Contains(why, error.Exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        Assert.Single(File.ReadAllLines(host.AuthorizedKeys));
        await host.MustBeAsItWasAsync();
        Assert.Equal(InstanceState.Running, host.Instance.State);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_UserDataWithoutThatAccount_SaysSoAndMakesNone()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        var passwd = File.ReadAllText(Path.Combine(host.Instance.Disk, "etc", "passwd"));
        var error = module.Run(LostHost.Repair + "lost-1 -Method UserData -NewKey fresh -UserName nobody-here").SingleError("RepairFailed", ErrorCategory.InvalidResult);
        Assert.Contains("no account 'nobody-here'", error.Exception.Message);
        Assert.Equal(passwd, File.ReadAllText(Path.Combine(host.Instance.Disk, "etc", "passwd")));
        await host.MustBeAsItWasAsync();
        Assert.Equal(InstanceState.Running, host.Instance.State);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_Ec2StopsItAgain_SaysWhyAndGoesOnLater()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        // Seen at the look that follows the start.
        module.Aws.Cloud.Settings.PendingDelay = TimeSpan.FromSeconds(1);
        host.Instance.StartFailure = "Client.InternalError: Client error on launch";
        var error = module.Run(LostHost.Repair + "lost-1 -Method RootVolume -NewKey fresh").SingleError("RepairUnfinished", ErrorCategory.InvalidResult);
        Assert.Contains("Client error on launch", error.Exception.Message);
        host.Instance.StartFailure = null;
        Assert.True((bool)Outcome.Value(module.Run(LostHost.Repair + "lost-1 -NewKey fresh").Single(), "IsProven")!);
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_AStepOfTheRunbookFails_SaysWhich()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Cloud.Settings.Automation.FailingStep = "runScriptForLinux";
        var error = module.Run(LostHost.Repair + "lost-1 -Method Automation -NewKey fresh").SingleError("AutomationFailed", ErrorCategory.InvalidResult, "lost-1");
        Assert.Contains("runEC2RescueForLinux", error.Exception.Message);
        await host.MustBeAsItWasAsync();
        module.Aws.Cloud.Settings.Automation.FailingStep = null;
        module.Run(LostHost.Repair + "lost-1 -Method Automation -NewKey fresh").Single();
        host.MustOpenWith("fresh");
    }
}
