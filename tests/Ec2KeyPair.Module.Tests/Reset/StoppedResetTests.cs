using System.Collections;
using System.Management.Automation;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.Module.Tests.Reset;

/// <summary>What becomes of passwords when the caller goes away.</summary>
public sealed class StoppedResetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ResetEC2WindowsPassword_StoppedMeanwhile_CancelsTheCommandAndSaysWhatIsUnknown()
    {
        await using var module = await AwsModule.StartAsync();
        var win = ResetPasswordTests.Add(module, "win-1");
        win.SsmAgent!.Faults.LosesConnection = ConnectionLoss.AfterTheScript;
        var warnings = await StopWhenAsync(module, "Reset-EC2WindowsPassword win-1 @aws -Confirm:$false", () => win.Machine.Administrator.TimesChanged > 0);
        Assert.Equal(1, module.Aws.Requests.Count("CancelCommand"));
        Assert.Contains(warnings, text => text.Contains(win.Id) && text.Contains("nobody knows") && text.Contains("again"));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_StoppedMeanwhile_StoresWhatHasArrivedByThen()
    {
        await using var module = await AwsModule.StartAsync();
        var slow = ResetPasswordTests.Add(module, "slow");
        slow.SsmAgent!.Faults.CommandDelay = TimeSpan.FromMinutes(5);
        var win = ResetPasswordTests.Add(module, "win-1");
        // The answer is there, and held back until the caller is gone.
        module.Aws.Faults.Delay("ListCommandInvocations", TimeSpan.FromSeconds(2), times: 20);
        var warnings = await StopWhenAsync(
            module,
            "Reset-EC2WindowsPassword win-1, slow @aws -Confirm:$false -ToParameter '/kept/{InstanceId}'",
            () => module.Aws.Fleet.Commands.All.SelectMany(command => command.Invocations).Any(one => one.Instance == win && one.Status == "Success"));
        Assert.Equal(win.CurrentPassword, win.Region.Parameters.Find("/kept/" + win.Id)!.Value);
        Assert.Contains(warnings, text => text.Contains($"It is in the parameter /kept/{win.Id}"));
        Assert.NotNull(win.Tags["ec2keypair:password-reset"]);
        Assert.Equal(0, slow.Machine.Administrator.TimesChanged);
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_SelectFirst_HasTheOneAndCancelsTheRest()
    {
        await using var module = await AwsModule.StartAsync();
        var slow = ResetPasswordTests.Add(module, "slow");
        slow.SsmAgent!.Faults.CommandDelay = TimeSpan.FromMinutes(5);
        var win = ResetPasswordTests.Add(module, "win-1");
        var host = new RecordingHost();
        using var engine = new ModuleRunspace(host: host);
        // Select-Object is of another module; this ends the pipeline likewise.
        using var shell = engine.Shell(
            "param($aws, $kept) foreach ($x in 1) { Reset-EC2WindowsPassword win-1, slow @aws -Confirm:$false -AsPlainText | ForEach-Object { $null = $kept.Add($_.Password); break } }");
        var kept = new ArrayList();
        shell.AddArgument(Aws(module)).AddArgument(kept);
        await Task.Run(() => shell.Invoke()).WaitAsync(Patience);
        Assert.Equal(win.CurrentPassword, Assert.Single(kept.Cast<object>()).ToString());
        Assert.Equal(1, module.Aws.Requests.Count("CancelCommand"));
        Assert.DoesNotContain(host.Warnings, text => text.Contains($"on {win.Id} was reset, but"));
        Assert.Contains(host.Warnings, text => text.Contains(slow.Id));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_AutomationStoppedMidway_GoesOnAndItsIdIsSaid()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Cloud.Settings.StoppingDelay = TimeSpan.FromMinutes(5);
        var win = module.Aws.Fleet.AddWindows("win-1", module.Aws.Fleet.FindKeyPair("win"));
        var warnings = await StopWhenAsync(
            module,
            "Reset-EC2WindowsPassword win-1 @aws -StorePath $args[1] -Confirm:$false -Method Automation",
            () => win.State == InstanceState.Stopping,
            module.Store);
        Assert.Equal(0, module.Aws.Requests.Count("StopAutomationExecution"));
        Assert.Contains(warnings, text => text.Contains("goes on as execution " + module.Aws.Fleet.Automations.All[0].Id));
    }

    [Fact]
    public async Task ResetEC2WindowsPassword_AutomationStoppedBeforeItChangedAnything_IsCancelled()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Fleet.AddWindows("win-1", module.Aws.Fleet.FindKeyPair("win"));
        module.Aws.Cloud.Settings.Automation.StepDelay = TimeSpan.FromMinutes(5);
        var warnings = await StopWhenAsync(
            module,
            "Reset-EC2WindowsPassword win-1 @aws -StorePath $args[1] -Confirm:$false -Method Automation",
            () => module.Aws.Requests.Count("GetAutomationExecution") > 0,
            module.Store);
        Assert.Equal(1, module.Aws.Requests.Count("StopAutomationExecution"));
        Assert.Contains(warnings, text => text.Contains("it had changed nothing yet"));
    }

    private static async Task<IReadOnlyCollection<string>> StopWhenAsync(AwsModule module, string script, Func<bool> isTime, params object[] more)
    {
        var host = new RecordingHost();
        using var engine = new ModuleRunspace(host: host);
        using var shell = engine.Shell("$aws = $args[0]; " + script, [Aws(module), .. more]);
        var running = shell.BeginInvoke();
        using var limit = new CancellationTokenSource(Patience);
        while (!isTime())
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(10, limit.Token);
        }

        await Task.Run(shell.Stop, limit.Token).WaitAsync(limit.Token);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        return host.Warnings;
    }

    private static Hashtable Aws(AwsModule module) => new()
    {
        ["Region"] = "us-east-1", ["AccessKey"] = module.Aws.AccessKey, ["SecretKey"] = module.Aws.SecretKey, ["EndpointUrl"] = module.Aws.Url,
    };
}
