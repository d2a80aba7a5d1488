using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>Repair-EC2InstanceAccess by the ways that stop the instance.</summary>
public sealed class StoppingRepairTests
{
    [SkippableTheory]
    [InlineData("UserData")]
    [InlineData("RootVolume")]
    public async Task RepairEC2InstanceAccess_Running_LetsTheKeyInAndLeavesAllElseAsItWas(string method)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        var outcome = module.Run(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh -Verbose");
        var result = outcome.Single();
        Assert.Equal(host.Instance.Id, Outcome.Text(result, "InstanceId"));
        Assert.Equal(method, Outcome.Text(result, "Method"));
        Assert.Equal("fresh", Outcome.Text(result, "KeyName"));
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        Assert.Contains("Direct", Outcome.Text(result, "Proof"));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
        Assert.Equal(InstanceState.Running, host.Instance.State);
        // What user data holds is nobody's business.
        Assert.DoesNotContain("hunter2", string.Concat(Directory.GetFiles(Path.Combine(module.Store, "repairs")).Select(File.ReadAllText)));
        Assert.DoesNotContain(outcome.Verbose, text => text.Contains("hunter2"));
        Assert.Contains(outcome.Verbose, text => text.StartsWith("Performing", StringComparison.Ordinal) && text.Contains("STOP the instance") && text.Contains("public address"));
    }

    [SkippableTheory]
    [InlineData("UserData", true)]
    [InlineData("RootVolume", false)]
    public async Task RepairEC2InstanceAccess_Stopped_EndsStopped(string method, bool isProven)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Fleet.Find(host.Instance.Id)!.SetState(InstanceState.Stopped);
        host.Instance.UserData = [];
        host.Instance.SshServer.Stop();
        var outcome = module.Run(LostHost.Repair + $"lost-1 -Method {method} -NewKey fresh");
        Assert.Equal(isProven, Outcome.Value(outcome.Single(), "IsProven"));
        Assert.Equal(isProven ? 0 : 1, outcome.Warnings.Count);
        Assert.Equal(InstanceState.Stopped, host.Instance.State);
        Assert.Empty(host.Instance.UserData);
        Assert.Equal(2, File.ReadAllLines(host.AuthorizedKeys).Length);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_Automation_FollowsTheRunbookAndKeepsItsKey()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        module.Aws.Fleet.Parameters.PutSecure($"/ec2rl/openssh/{host.Instance.Id}/key", "of an earlier time");
        var outcome = module.Run(LostHost.Repair + "lost-1 -Method Automation -NewKey fresh -Verbose");
        var result = outcome.Single();
        Assert.True((bool)Outcome.Value(result, "IsProven")!, Outcome.Text(result, "Proof"));
        Assert.Contains(module.Aws.Fleet.Automations.All[1].Images[0].Id, string.Concat(((IEnumerable<string>)Outcome.Value(result, "Leftovers")!)));
        await host.MustBeAsItWasAsync();
        host.MustOpenWith("fresh");
    }
}
