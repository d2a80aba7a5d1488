using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>Ctrl+C in a repair, and what a stop changes around it.</summary>
public sealed class StoppedRepairTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData("UserData", "StartInstances")]
    [InlineData("RootVolume", "AttachVolume")]
    public async Task RepairEC2InstanceAccess_CtrlC_ReturnsWhenAllIsBackAsItWas(string method, string action)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Faults.Lose(action);
        using var shell = module.Shell(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh");
        var running = shell.BeginInvoke();
        await Ssh.SshHosts.UntilAsync(() => module.Aws.Faults.Met > 0);
        await Task.Run(shell.Stop).WaitAsync(Patience);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Equal(InstanceState.Running, host.Instance.State);
        await host.MustBeAsItWasAsync();
        Assert.Single(File.ReadAllLines(host.AuthorizedKeys));
        // And nothing of it stands in the way of the next.
        module.Run(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh").Single();
        host.MustOpenWith("fresh");
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_CtrlCWhileTheRunbookRuns_IsFollowedByTheNext()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Cloud.Settings.Automation.StepDelay = TimeSpan.FromMilliseconds(150);
        using var shell = module.Shell(LostHost.Repair + "lost-1 -Method Automation -NewKey fresh");
        var running = shell.BeginInvoke();
        await Ssh.SshHosts.UntilAsync(() => module.Aws.Requests.Count("GetAutomationExecution") > 0);
        await Task.Run(shell.Stop).WaitAsync(Patience);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Equal(0, module.Aws.Requests.Count("StopAutomationExecution"));
        Assert.True((bool)Outcome.Value(module.Run(LostHost.Repair + "lost-1 -NewKey fresh").Single(), "IsProven")!);
        Assert.Equal(1, module.Aws.Requests.Count("StartAutomationExecution"));
        host.MustOpenWith("fresh");
        await host.MustBeAsItWasAsync();
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_AnotherWayWhileTheRunbookRuns_WaitsForItsEnd()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Cloud.Settings.Automation.StepDelay = TimeSpan.FromHours(1);
        using var shell = module.Shell(LostHost.Repair + "lost-1 -Method Automation -NewKey fresh");
        var running = shell.BeginInvoke();
        await Ssh.SshHosts.UntilAsync(() => module.Aws.Requests.Count("GetAutomationExecution") > 0);
        await Task.Run(shell.Stop).WaitAsync(Patience);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        var execution = Assert.Single(module.Aws.Fleet.Automations.All);
        var changes = module.Aws.Mutations.Actions.Count;
        var error = module.Run(LostHost.Repair + "lost-1 -NewKey other -Method UserData").SingleError("RepairUnfinished", ErrorCategory.InvalidResult);
        Assert.Contains(execution.Id, error.Exception.Message);
        Assert.Equal(changes, module.Aws.Mutations.Actions.Count);

        // It ends, and leaves the instance stopped, which ran when all of it began.
        Assert.True(execution.TryStop());
        await execution.Completion;
        host.Instance.SetState(InstanceState.Stopped);
        host.Instance.SshServer.Stop();
        var result = module.Run(LostHost.Repair + "lost-1 -NewKey other -Method UserData").Single();
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        Assert.Equal(InstanceState.Running, host.Instance.State);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_TheNewBootTellsNoHostKeys_ThoseOfBeforeVerify()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        var forgetting = Task.Run(() => Ssh.SshHosts.UntilAsync(() =>
        {
            if (host.Instance.State == InstanceState.Running) return false;
            host.Instance.PrintsHostKeys = false;
            return true;
        }));
        module.Aws.Cloud.Settings.StoppingDelay = TimeSpan.FromMilliseconds(300);
        Assert.True((bool)Outcome.Value(module.Run(LostHost.Repair + "lost-1 -Method RootVolume -NewKey fresh -HostKeyPolicy Verified").Single(), "IsProven")!);
        await forgetting;
        host.MustOpenWith("fresh");
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_EncryptedRoot_IsPlannedForAndDone()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Fleet.Volumes.RootOf(host.Instance).IsEncrypted = true;
        void MustNeedGrant(bool isNeeded)
        {
            var plans = module.Run("Repair-EC2InstanceAccess lost-1 @aws -StorePath $store -PlanOnly").MustSucceed().Skip(2).ToList();
            Assert.Equal(["UserData", "Automation", "RootVolume"], plans.Select(plan => Outcome.Text(plan, "Method")));
            Assert.All(plans, plan => Assert.Equal(isNeeded, ((IEnumerable<string>)Outcome.Value(plan, "IamActions")!).Contains("kms:CreateGrant")));
        }

        MustNeedGrant(true);
        module.Aws.Fleet.Volumes.RootOf(host.Instance).IsEncrypted = false;
        MustNeedGrant(false);
        module.Aws.Faults.Deny("DescribeVolumes");
        MustNeedGrant(true);
        module.Aws.Faults.Clear();
        module.Aws.Fleet.Volumes.RootOf(host.Instance).IsEncrypted = true;
        module.Run(LostHost.Repair + "lost-1 -Method Automation -NewKey fresh").Single();
        Assert.Contains("\"AllowEncryptedVolume\":[\"True\"]", Assert.Single(module.Aws.Requests.Of("StartAutomationExecution")).Body);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_UserDataWithoutARouteFromHere_WaitsForCloudInitAndSaysThatItIsNotProven()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        // No address, no agent, no endpoint: only the console tells.
        module.Aws.Fleet.Network.DefaultGroup.Rules = [];
        host.Instance.PublicIpAddress = null;
        host.Instance.Tags["ec2keypair:ssh-port"] = "1";
        var outcome = module.Run(LostHost.Repair + "lost-1 -Method UserData -NewKey fresh -Port 1 -Via Direct -TimeoutSec 30");
        Assert.Equal(false, Outcome.Value(outcome.Single(), "IsProven"));
        Assert.Single(outcome.Warnings);
        Assert.Equal(2, File.ReadAllLines(host.AuthorizedKeys).Length);
    }
}
