using System.Management.Automation;

namespace Ec2KeyPair.Module.Tests;

public sealed class StoppingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task GetEC2WindowsPassword_StoppedWhileWaiting_ReturnsAndLeavesNothingRunning()
    {
        await using var module = await AwsModule.StartAsync();
        await WaitingAsync(module, async (shell, running) =>
        {
            await Task.Run(shell.Stop).WaitAsync(Patience);
            Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        });
        var asked = module.Aws.Requests.Total;
        await Task.Delay(200);
        Assert.Equal(asked, module.Aws.Requests.Total);
        Assert.Equal("web", Outcome.Text(module.Run("New-EC2KeyPairLocal web @aws -KeyType Ed25519 -StorePath $store").Single(), "Name"));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_StoppedInASlowRequest_Returns()
    {
        await using var module = await AwsModule.StartAsync();
        module.Aws.Faults.Delay("DescribeInstances", TimeSpan.FromMinutes(5));
        using var shell = module.Shell("Get-EC2WindowsPassword i-00000000000000000 @aws -StorePath $store");
        var running = shell.BeginInvoke();
        await Task.Delay(100);
        await Task.Run(shell.Stop).WaitAsync(Patience);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PipelineThrowsDownstream_EndsTheOthers()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        var key = module.Aws.Fleet.FindKeyPair("win");
        module.Aws.Fleet.AddWindows("ready", key);
        module.Aws.Fleet.AddWindows("late", key).PasswordReady = DateTimeOffset.MaxValue;
        var outcome = await Task.Run(() => module.Run("'late', 'ready' | Get-EC2WindowsPassword @aws -StorePath $store -Wait | ForEach-Object { throw 'enough' }")).WaitAsync(Patience);
        Assert.Equal("enough", outcome.Terminating?.ToString());
    }

    [Fact]
    public async Task GetEC2WindowsPassword_PipelineThrowsUpstream_EndsTheWait()
    {
        await using var module = await AwsModule.StartAsync();
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Fleet.AddWindows("late", module.Aws.Fleet.FindKeyPair("win")).PasswordReady = DateTimeOffset.MaxValue;
        var outcome = await Task.Run(() => module.Run("& { 'late'; throw 'broken' } | Get-EC2WindowsPassword @aws -StorePath $store -Wait")).WaitAsync(Patience);
        Assert.Equal("broken", outcome.Terminating?.ToString());
    }

    [Fact]
    public async Task GetEC2WindowsPassword_ErrorActionStop_EndsWithThatError()
    {
        await using var module = await AwsModule.StartAsync();
        var outcome = await Task.Run(() => module.Run("'nobody', 'nobody2' | Get-EC2WindowsPassword @aws -StorePath $store -Wait -ErrorAction Stop")).WaitAsync(Patience);
        Assert.Equal("InstanceNotFound", Outcome.IdOf(outcome.Terminating!));
    }

    private static async Task WaitingAsync(AwsModule module, Func<PowerShell, IAsyncResult, Task> then)
    {
        module.Run("New-EC2KeyPairLocal win @aws -StorePath $store").Single();
        module.Aws.Fleet.AddWindows("late", module.Aws.Fleet.FindKeyPair("win")).PasswordReady = DateTimeOffset.MaxValue;
        using var shell = module.Shell("Get-EC2WindowsPassword late @aws -StorePath $store -Wait");
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (_, _) => waits.TrySetResult();
        var running = shell.BeginInvoke();
        await waits.Task.WaitAsync(Patience);
        await then(shell, running);
    }
}
