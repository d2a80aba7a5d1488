using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>Reset-EC2WindowsPassword -Method Automation.</summary>
public sealed class AutomationPasswordTests
{
    private const string Reset = "Reset-EC2WindowsPassword @aws -StorePath $store -Method Automation -Confirm:$false ";

    [Fact]
    public async Task ResetEC2WindowsPassword_LaunchKeyHere_GivesTheNewPassword()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        var first = win.CurrentPassword;
        win.Tags.Set("ec2keypair:password-reset", "2020-01-31T07:05:00Z");
        module.Aws.Cloud.Settings.Automation.StepDelay = TimeSpan.FromMilliseconds(400);
        var outcome = module.Run(Reset + "win-1 -AsPlainText -Verbose");
        var found = outcome.Single();
        Assert.NotEqual(first, win.CurrentPassword);
        Assert.Equal(win.CurrentPassword, Outcome.Text(found, "Password"));
        Assert.Equal("win", Outcome.Text(found, "KeyName"));
        // EC2's password data is current again.
        Assert.Null(win.Tags["ec2keypair:password-reset"]);
        Assert.Equal(win.CurrentPassword, Outcome.Text(module.Run($"Get-EC2WindowsPassword {win.Id} @aws -StorePath $store -AsPlainText").Single(), "Password"));
        Assert.Contains(outcome.Others, text => text.Contains($"Resetting access to {win.Id}") && text.Contains("runEC2RescueForWindows"));
        Assert.Contains(outcome.Verbose, text => text.Contains(module.Aws.Fleet.Automations.All[0].Id));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_WhatIf_SaysWhatItWouldDo()
    {
        await using var module = await AwsModule.StartAsync();
        var win = Launch(module);
        var outcome = module.Run("Reset-EC2WindowsPassword win-1 @aws -StorePath $store -Method Automation -Verbose -Confirm:$false");
        var told = Assert.Single(outcome.Verbose, text => text.StartsWith("Performing", StringComparison.Ordinal));
        Assert.Contains("STOPS the instance", told);
        Assert.Contains("instance store", told);
        Assert.Contains("two AMIs", told);
        Assert.Contains($"{win.Id} (win-1)", told);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_WhatWouldMakeItUseless_IsFoundBeforeTheInstanceIsStopped()
    {
        await using var module = await AwsModule.StartAsync();
        var fleet = module.Aws.Fleet;
        module.Run("New-EC2KeyPairLocal ed -KeyType Ed25519 @aws -StorePath $store").Single();
        fleet.AddWindows("elsewhere", fleet.CreateKeyPair("elsewhere", out _));
        fleet.AddWindows("none");
        fleet.AddWindows("ed", fleet.FindKeyPair("ed"));
        fleet.AddWindows("pending").SetState(InstanceState.Pending);
        var outcome = module.Run(Reset + "elsewhere, none, ed, pending");
        Assert.Equal(
            ["ed LaunchKeyUnsupported", "elsewhere PrivateKeyNotFound", "none LaunchKeyMissing", "pending InstanceNotRunning"],
            outcome.Errors.Select(error => $"{error.TargetObject} {Outcome.IdOf(error)}").Order());
        Assert.Equal(0, module.Aws.Requests.Count("StartAutomationExecution"));
    }

    [Theory]
    [InlineData("runEC2RescueForWindows")]
    [InlineData("createPreEC2RescueBackup")]
    public async Task ResetEC2WindowsPassword_AStepFails_SaysWhich(string step)
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        module.Aws.Cloud.Settings.Automation.FailingStep = step;
        var error = module.Run(Reset + "win-1").SingleError("AutomationFailed", ErrorCategory.InvalidResult, "win-1");
        Assert.Contains("at the step runEC2RescueForWindows", error.Exception.Message);
        Assert.Contains(module.Aws.Fleet.Automations.All[0].Id, error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_AnswerToStartIsCut_StartsOnce()
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        module.Aws.Faults.Cut("StartAutomationExecution");
        module.Run(Reset + "win-1").Single();
        Assert.Single(module.Aws.Fleet.Automations.All, one => one.DocumentName == "AWSSupport-ResetAccess");
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_AutomationParameter_GoesToTheRunbook()
    {
        await using var module = await AwsModule.StartAsync();
        Launch(module);
        module.Run(Reset + "win-1 -AutomationParameter @{ SubnetId = 'SelectedInstanceSubnet' }").Single();
        Assert.Contains("SelectedInstanceSubnet", Assert.Single(module.Aws.Requests.Of("StartAutomationExecution")).Body);
        module.Run(Reset + "win-1 -AutomationParameter @{ NoSuch = 'x' }").SingleError("AwsRequestFailed", ErrorCategory.InvalidResult);
    }

    private static WindowsInstance Launch(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Requests.Clear();
        return module.Aws.Fleet.AddWindows("win-1", module.Aws.Fleet.FindKeyPair("win"));
    }
}
