using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>
/// The process of a repair is killed (SIGKILL) at every call that changes something, one process after another: each takes up what the one
/// before has left, and is killed at the next call. The last one ends it.
/// </summary>
public sealed class KilledRepairTests
{
    private static readonly Dictionary<string, string[]> Calls = new(StringComparer.Ordinal)
    {
        ["RootVolume"] =
        [
            "RunInstances", "StopInstances", "DetachVolume", "AttachVolume", "DetachVolume", "AttachVolume", "ModifyInstanceAttribute", "StartInstances",
            "TerminateInstances",
        ],
        ["UserData"] = ["StopInstances", "ModifyInstanceAttribute", "StartInstances", "StopInstances", "ModifyInstanceAttribute", "StartInstances"],
        ["Automation"] = ["StartAutomationExecution"],
    };

    [SkippableTheory]
    [InlineData("RootVolume", true)]
    [InlineData("UserData", true)]
    [InlineData("UserData", false)]
    [InlineData("Automation", true)]
    [InlineData("Automation", false)]
    public async Task RepairEC2InstanceAccess_KilledAtEveryCall_IsTakenUpAndEnds(string method, bool callTakesEffect)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        // The helper is there until it is sent away, however long the next process takes to come.
        module.Aws.Cloud.Settings.ShutdownDelay = TimeSpan.FromHours(1);
        foreach (var action in Calls[method])
        {
            var (faults, changes) = (module.Aws.Faults.Met, module.Aws.Mutations.All.Count(mutation => mutation.Action == action));
            if (callTakesEffect) module.Aws.Faults.Hang(action);
            else module.Aws.Faults.Lose(action);
            using var process = KilledRepair.Start(module, method);
            await Ssh.SshHosts.UntilAsync(() => process.HasExited
                || (module.Aws.Faults.Met > faults && (!callTakesEffect || module.Aws.Mutations.All.Count(mutation => mutation.Action == action) > changes)));
            Assert.False(process.HasExited, $"it ended before {action}: {(process.HasExited ? await process.StandardError.ReadToEndAsync() : "")}");
            process.Kill();
            await process.WaitForExitAsync();
            module.Aws.Faults.Clear();
        }

        var result = module.Run(LostHost.Repair + "lost-1 -NewKey fresh").Single();
        Assert.Equal(method, Outcome.Text(result, "Method"));
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
        Assert.Equal(InstanceState.Running, host.Instance.State);
        // Nothing was done twice; what has a client token may be asked for twice, and is one.
        string[] byToken = ["RunInstances", "StartAutomationExecution"];
        Assert.Equal(
            Calls[method].Where(action => !byToken.Contains(action)),
            module.Aws.Mutations.Actions.Where(action => !byToken.Contains(action)));
        Assert.Equal(method == "RootVolume" ? 2 : 1, module.Aws.Fleet.Instances.Count);
        Assert.Equal(method == "Automation" ? 1 : 0, module.Aws.Fleet.Automations.All.Count(one => one.DocumentName == "AWSSupport-ResetAccess"));
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_KilledHalfWay_AnotherWayPutsItBackFirst()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Faults.Hang("AttachVolume");
        using var process = KilledRepair.Start(module, "RootVolume");
        await Ssh.SshHosts.UntilAsync(() => process.HasExited || module.Aws.Mutations.Actions.Contains("AttachVolume"));
        Assert.False(process.HasExited);
        process.Kill();
        await process.WaitForExitAsync();
        module.Aws.Faults.Clear();
        Assert.Equal(InstanceState.Stopped, host.Instance.State);

        var result = module.Run(LostHost.Repair + "lost-1 -NewKey other -Method UserData").Single();
        Assert.Equal(true, Outcome.Value(result, "IsProven"));
        await host.MustBeAsItWasAsync();
        // The helper may have let the first key in before it was sent away.
        var line = Outcome.Text(module.Run("Get-EC2KeyPairLocal other -StorePath $store").Single(), "PublicKey")!.Split(' ')[1];
        Assert.Contains(File.ReadAllLines(host.AuthorizedKeys), one => one.Contains(line));
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_KilledHalfWay_TheRunbookPutsItBackFirstAndMakesItsKey()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        await KillAtAsync(module, "RootVolume", "DetachVolume");
        var result = module.Run(LostHost.Repair + "lost-1 -NewKey other -Method Automation").Single();
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("other");
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_KilledWhileTheRunbookWasAskedFor_AnotherWayKeepsOff()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        await KillAtAsync(module, "Automation", "StartAutomationExecution");
        var error = module.Run(LostHost.Repair + "lost-1 -NewKey other -Method UserData").SingleError("RepairUnfinished", System.Management.Automation.ErrorCategory.InvalidResult);
        Assert.Contains("the answer was never heard", error.Exception.Message);
        Assert.Empty(module.Aws.Mutations.All);
        module.Run(LostHost.Repair + "lost-1 -NewKey fresh -Method Automation").Single();
        host.MustOpenWith("fresh");
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_KilledAndTheHelperWaitedInVain_BeginsAnew()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        await KillAtAsync(module, "RootVolume", "DetachVolume");
        module.Aws.Fleet.Instances[^1].SetState(InstanceState.Terminated);
        var result = module.Run(LostHost.Repair + "lost-1 -NewKey fresh").Single();
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
        Assert.Equal(InstanceState.Running, host.Instance.State);
        Assert.Equal(2, module.Aws.Mutations.Actions.Count(action => action == "RunInstances"));
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_KilledAndTheHelperHasGoneMeanwhile_ItsAnswerCounts()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Faults.Hang("AttachVolume");
        using var process = KilledRepair.Start(module, "RootVolume");
        await Ssh.SshHosts.UntilAsync(() => process.HasExited || module.Aws.Fleet.Instances[^1].State == InstanceState.Terminated);
        Assert.False(process.HasExited);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.True((bool)Outcome.Value(module.Run(LostHost.Repair + "lost-1 -NewKey fresh").Single(), "IsProven")!);
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
        Assert.Single(module.Aws.Mutations.Actions, "RunInstances");
    }

    private static async Task KillAtAsync(AwsModule module, string method, string action)
    {
        module.Aws.Faults.Lose(action);
        using var process = KilledRepair.Start(module, method);
        await Ssh.SshHosts.UntilAsync(() => process.HasExited || module.Aws.Faults.Met > 0);
        Assert.False(process.HasExited);
        process.Kill();
        await process.WaitForExitAsync();
        module.Aws.Faults.Clear();
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_AnotherProcessIsAtIt_IsRefused()
    {
        await using var module = await AwsModule.StartAsync();
        await LostHost.LaunchAsync(module);
        module.Aws.Faults.Lose("StopInstances");
        using var process = KilledRepair.Start(module, "UserData");
        await Ssh.SshHosts.UntilAsync(() => process.HasExited || module.Aws.Faults.Met > 0);
        Assert.False(process.HasExited);
        module.Run(LostHost.Repair + "lost-1 -NewKey fresh -Method UserData").SingleError("KeyStoreBusy", System.Management.Automation.ErrorCategory.ResourceBusy);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
