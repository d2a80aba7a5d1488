using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Repair;

/// <summary>Repair-EC2InstanceAccess by the ways that stop nothing, and its plans.</summary>
public sealed class RunningRepairTests
{
    private const string Plan = "Repair-EC2InstanceAccess @aws -StorePath $store -PlanOnly ";

    [SkippableTheory]
    [InlineData("", "RunCommand")]
    [InlineData("-Method RunCommand", "RunCommand")]
    [InlineData("-Method InstanceConnect", "InstanceConnect")]
    public async Task RepairEC2InstanceAccess_AgentOnline_LetsTheKeyInWithoutAStop(string parameters, string method)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module, withAgent: true);
        var result = module.Run(LostHost.Repair + "lost-1 -NewKey fresh " + parameters).Single();
        Assert.Equal(method, Outcome.Text(result, "Method"));
        Assert.Equal(true, Outcome.Value(result, "IsProven"));
        Assert.Equal(SshServer.UserName, Outcome.Text(result, "UserName"));
        host.MustOpenWith("fresh");
        Assert.Equal([method == "RunCommand" ? "SendCommand" : "SendSSHPublicKey"], module.Aws.Mutations.Actions.Distinct());
        // A second time changes nothing.
        module.Run(LostHost.Repair + "lost-1 -NewKey fresh " + parameters).Single();
        host.MustOpenWith("fresh");
        await host.MustBeAsItWasAsync();
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_NoAgent_TakesInstanceConnectAndNeverStopsByItself()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        Assert.Equal("InstanceConnect", Outcome.Text(module.Run(LostHost.Repair + "lost-1").Single(), "Method"));
        host.MustOpenWith(host.Instance.Id + "-repaired");

        host.Instance.SshServer.Stop();
        var before = module.Aws.Mutations.All.Count;
        var error = module.Run(LostHost.Repair + "lost-1 -Via Direct").SingleError("RepairWayClosed", ErrorCategory.ResourceUnavailable, "lost-1");
        Assert.Contains("(UserData, RootVolume)", error.Exception.Message);
        Assert.Contains($"the key store has one named '{host.Instance.Id}-repaired'", error.Exception.Message);
        Assert.Contains("-AcceptDowntime", error.ErrorDetails.RecommendedAction);
        Assert.Equal(before, module.Aws.Mutations.All.Count);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_AcceptDowntime_TakesTheLeastHarmfulThatStops()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        host.Instance.SshServer.Stop();
        // The sshd has hung; it comes back with the start.
        Assert.Equal("UserData", Outcome.Text(module.Run(LostHost.Repair + "lost-1 -AcceptDowntime -NewKey fresh").Single(), "Method"));
        host.MustOpenWith("fresh");
        await host.MustBeAsItWasAsync();
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_PlanOnly_ShowsEachWayWithItsCostsAndChangesNothing()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module, withAgent: true);
        var plans = module.Run(Plan + "lost-1 -NewKey fresh").MustSucceed();
        Assert.Equal(["RunCommand", "InstanceConnect", "UserData", "Automation", "RootVolume"], plans.Select(plan => Outcome.Text(plan, "Method")));
        Assert.All(plans, plan => Assert.Equal(true, Outcome.Value(plan, "IsOpen")));
        Assert.All(plans, plan => Assert.NotEmpty((IEnumerable<string>)Outcome.Value(plan, "IamActions")!));
        Assert.Equal([false, false, true, true, true], plans.Select(plan => Outcome.Value(plan, "StopsInstance")));
        Assert.All(plans.Skip(2), plan => Assert.Contains((IEnumerable<string>)Outcome.Value(plan, "Costs")!, cost => cost.Contains(host.Instance.PublicIpAddress!) && cost.Contains("lost")));
        Assert.Contains((IEnumerable<string>)Outcome.Value(plans[3], "Costs")!, cost => cost.Contains("AMI"));
        Assert.Empty(module.Aws.Mutations.All);
        Assert.Empty(module.Run("Get-EC2KeyPairLocal -StorePath $store").MustSucceed());
        Assert.False(Directory.Exists(Path.Combine(module.Store, "repairs")));

        host.Instance.ElasticIpAddress = host.Instance.PublicIpAddress;
        Assert.All(module.Run(Plan + "lost-1").MustSucceed(), plan => Assert.DoesNotContain((IEnumerable<string>)Outcome.Value(plan, "Costs")!, cost => cost.Contains("public address")));
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_WhatMustNotBeStopped_ClosesTheWaysThatStop()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module);
        void Closed(string why)
        {
            var plans = module.Run(Plan + "lost-1").MustSucceed().Skip(2);
            Assert.All(plans, plan => Assert.Equal(false, Outcome.Value(plan, "IsOpen")));
            Assert.All(plans, plan => Assert.Contains(why, Outcome.Text(plan, "Reason")));
            module.Run(LostHost.Repair + "lost-1 -Method RootVolume -NewKey fresh").SingleError("RepairWayClosed", ErrorCategory.ResourceUnavailable);
        }

        host.Instance.DisableApiStop = true;
        Closed("disableApiStop");
        host.Instance.DisableApiStop = false;
        host.Instance.Tags["aws:autoscaling:groupName"] = "web\u202E";
        Closed("Auto Scaling group");
        Assert.All(module.Run(Plan + "lost-1").MustSucceed().Skip(2), plan => Assert.Contains("Dismount-ASInstance", Outcome.Text(plan, "Mend")));
        Assert.DoesNotContain(module.Run(Plan + "lost-1").MustSucceed(), plan => Outcome.Text(plan, "Reason")!.Contains('\u202E'));
        host.Instance.Tags.Set("aws:autoscaling:groupName", null);
        host.Instance.SetState(InstanceState.Stopping);
        Closed("it is stopping");
        Assert.Empty(module.Aws.Mutations.All);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_WhatIf_ChangesNothingAndSaysWhatItWouldDo()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module, withAgent: true);
        Assert.Empty(module.Run("Repair-EC2InstanceAccess lost-1 @aws -StorePath $store -NewKey fresh -Method RootVolume -WhatIf").MustSucceed());
        Assert.Empty(module.Aws.Mutations.All);
        Assert.Empty(module.Run("Get-EC2KeyPairLocal -StorePath $store").MustSucceed());
        // Where nobody can be asked, it is not done.
        module.Run("Repair-EC2InstanceAccess lost-1 @aws -StorePath $store -NewKey fresh").MustTerminate("HostNotInteractive", ErrorCategory.ResourceUnavailable, host.Instance.Id + " (lost-1)");
        Assert.Empty(module.Aws.Mutations.All);
        await host.MustBeAsItWasAsync();
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_SeveralInstances_EachFailureIsItsOwn()
    {
        await using var module = await AwsModule.StartAsync();
        await LostHost.LaunchAsync(module, withAgent: true);
        await LostHost.LaunchAsync(module, withAgent: true, name: "lost-2");
        var windows = module.Aws.Fleet.AddWindows("win");
        var outcome = module.Run("'lost-1', 'win', 'lost-2', 'none', 'lost-1' | " + LostHost.Repair + "-NewKey fresh");
        Assert.Equal(2, outcome.Output.Count);
        Assert.All(outcome.Output, result => Assert.Equal(true, Outcome.Value(result, "IsProven")));
        Assert.Equal(["InstanceNotFound none", "InstanceNotLinux win"], outcome.Errors.Select(error => $"{Outcome.IdOf(error)} {error.TargetObject}").Order());
        Assert.Equal(InstanceState.Running, windows.State);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_NoRouteFromHere_SaysThatItIsNotProven()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module, withAgent: true);
        host.Instance.SshServer.Stop();
        var outcome = module.Run(LostHost.Repair + "lost-1 -NewKey fresh -Method RunCommand -Via Direct");
        Assert.Equal(false, Outcome.Value(outcome.Single(), "IsProven"));
        Assert.Contains("no login has proven it", Assert.Single(outcome.Warnings));
        Assert.Equal(2, File.ReadAllLines(host.AuthorizedKeys).Length);
    }

    [SkippableFact]
    public async Task RepairEC2InstanceAccess_AnotherServerAnswers_IsNoProof()
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module, withAgent: true);
        module.Run(LostHost.Repair + "lost-1 -NewKey fresh").Single();
        host.Instance.SshServer.Stop();
        host.Instance.SshServer.ChangeHostKeys();
        await host.Instance.StartSshServerAsync();
        module.Run(LostHost.Repair + "lost-1 -NewKey fresh").SingleError("HostKeyMismatch", ErrorCategory.SecurityError);
    }

    [SkippableTheory]
    [InlineData("x'; touch /tmp/x; '")]
    [InlineData("-rf")]
    [InlineData("a\nb")]
    public async Task RepairEC2InstanceAccess_HostileUserTag_IsRefused(string user)
    {
        await using var module = await AwsModule.StartAsync();
        var host = await LostHost.LaunchAsync(module, withAgent: true);
        host.Instance.Tags["ec2keypair:ssh-user"] = user;
        module.Run(LostHost.Repair + "lost-1").SingleError("ArgumentUnsafe", ErrorCategory.InvalidArgument);
        Assert.Empty(module.Aws.Mutations.All);
    }
}
