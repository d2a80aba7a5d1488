using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Windows;

/// <summary>Get-EC2WindowsPassword -Wait over the wire; how well it waits is tested in virtual time (WaitingRoomTests).</summary>
public sealed class WaitTests
{
    private const string Get = "Get-EC2WindowsPassword @aws -StorePath $store -AsPlainText -Wait ";

    [Fact]
    public async Task GetEC2WindowsPassword_AgentComesOnline_TheWaitEndsWithOneMoreLook()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.PasswordDelay = TimeSpan.FromSeconds(2);
        module.Aws.Cloud.Settings.AgentDelay = TimeSpan.FromSeconds(0.5);
        var win = Launch(module);
        var outcome = module.Run(Get + win.Id);
        Assert.Equal(win.Password, Outcome.Text(outcome.Single(), "Password"));
        Assert.True(module.Aws.Requests.Count("DescribeInstanceInformation") > 0);
        Assert.InRange(module.Aws.Requests.Count("DescribeInstanceStatus"), 1, 2);
        Assert.Contains(outcome.Others, text => text.Contains("1 waiting, 0 done, up to 00:"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_SignalsDenied_GoesOnWithoutAndSaysSo()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.PasswordDelay = TimeSpan.FromSeconds(2);
        var win = Launch(module);
        module.Aws.Faults.Deny("DescribeInstanceInformation");
        module.Aws.Faults.Deny("DescribeInstanceStatus");
        var outcome = module.Run(Get + win.Id + " -Verbose");
        Assert.Equal(win.Password, Outcome.Text(outcome.Single(), "Password"));
        Assert.Single(outcome.Verbose, text => text.Contains("ssm:DescribeInstanceInformation"));
        Assert.Single(outcome.Verbose, text => text.Contains("ec2:DescribeInstanceStatus"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PendingThenStopped_FailsWithItsState()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Cloud.Settings.PendingDelay = TimeSpan.FromHours(1);
        module.Aws.Cloud.Settings.PasswordDelay = TimeSpan.FromHours(1);
        var win = Launch(module);
        // It is pending when it is looked up, and gone when its state is followed for the first time.
        module.Aws.Faults.Delay("DescribeKeyPairs", TimeSpan.FromMilliseconds(500));
        using var shell = module.Shell(Get + win.Id);
        var running = shell.BeginInvoke();
        while (module.Aws.Requests.Count("DescribeInstances") == 0) await Task.Delay(10);
        win.SetState(InstanceState.Stopped);
        await Task.Run(() => shell.EndInvoke(running)).WaitAsync(TimeSpan.FromSeconds(60));
        var error = Outcome.Checked(Assert.Single(shell.Streams.Error), "PasswordDataNotReady", ErrorCategory.ResourceUnavailable, win.Id);
        Assert.Contains("stopped", error.Exception.Message);
        Assert.Equal(0, module.Aws.Requests.Count("GetConsoleOutput") + module.Aws.Requests.Count("GetPasswordData"));
    }

    private static WindowsInstance Launch(AwsModule module)
    {
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Requests.Clear();
        return module.Aws.Fleet.AddWindows("win-1", module.Aws.Fleet.FindKeyPair("win"));
    }
}
