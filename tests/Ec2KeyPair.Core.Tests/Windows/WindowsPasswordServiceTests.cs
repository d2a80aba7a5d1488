using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class WindowsPasswordServiceTests
{
    private readonly PasswordScenario _scenario = new();

    [Fact]
    public async Task RunAsync_ManyInstances_OpensTheLaunchKeyOnce()
    {
        for (var i = 0; i < 300; i++) _scenario.Add(i);
        await _scenario.RunAsync();
        Assert.Equal(300, _scenario.Found.Count);
        Assert.All(_scenario.Found, result => Assert.Equal(PasswordScenario.PasswordOf(result.InstanceId), PasswordScenario.Plain(result)));
        Assert.Equal(1, _scenario.KeysOpened);
        Assert.Empty(_scenario.Failed);
    }

    [Fact]
    public async Task RunAsync_HopelessInstances_FailAloneAndWithTheirReason()
    {
        _scenario.Add(1);
        var linux = _scenario.Add(2, isWindows: false);
        var keyless = _scenario.Add(3, keyName: null);
        var foreign = _scenario.Add(4, keyName: "other");
        await _scenario.RunAsync();
        Assert.Single(_scenario.Found);
        Assert.Equal(ErrorCondition.InstanceNotWindows, Failure(linux.InstanceId));
        Assert.Equal(ErrorCondition.LaunchKeyMissing, Failure(keyless.InstanceId));
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, Failure(foreign.InstanceId));
    }

    [Fact]
    public async Task RunAsync_NotReadyWithoutWait_AsksOnceAndSaysSo()
    {
        var instance = _scenario.Add(1);
        _scenario.ReadyAtRequest = _ => int.MaxValue;
        await _scenario.RunAsync();
        Assert.Equal(ErrorCondition.PasswordDataNotReady, Failure(instance.InstanceId));
        Assert.Equal(1, _scenario.Asked(instance));
    }

    [Fact]
    public async Task RunAsync_Wait_GetsEachAsSoonAsItIsThere()
    {
        for (var i = 1; i <= 20; i++) _scenario.Add(i);
        _scenario.ReadyAtRequest = id => 1 + (Convert.ToInt32(id[2..], 16) % 7);
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true, ThrottleLimit = 2 });
        Assert.Equal(20, _scenario.Found.Count);
    }

    [Fact]
    public async Task RunAsync_WaitInVain_EndsAtTheTimeout()
    {
        var instance = _scenario.Add(1);
        _scenario.ReadyAtRequest = _ => int.MaxValue;
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true, Timeout = TimeSpan.FromMinutes(10) });
        Assert.Equal(ErrorCondition.PasswordDataNotReady, Failure(instance.InstanceId));
        Assert.Equal(TimeSpan.FromMinutes(10), _scenario.Clock.Delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay));
        Assert.InRange(_scenario.Asked(instance), 15, 60);
    }

    [Fact]
    public async Task RunAsync_WaitForStopped_DoesNotWait()
    {
        var instance = _scenario.Add(1, state: "stopped");
        _scenario.ReadyAtRequest = _ => int.MaxValue;
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true });
        Assert.Equal(ErrorCondition.PasswordDataNotReady, Failure(instance.InstanceId));
        Assert.Empty(_scenario.Clock.Delays);
    }

    [Fact]
    public async Task RunAsync_ThrottledOne_LeavesTheOthersAlone()
    {
        var unlucky = _scenario.Add(1);
        _scenario.Add(2);
        _scenario.PasswordDataFault = id => id == unlucky.InstanceId
            ? new Ec2KeyPairException(ErrorCondition.AwsThrottled, "throttled", id)
            : null;
        await _scenario.RunAsync();
        Assert.Equal(ErrorCondition.AwsThrottled, Failure(unlucky.InstanceId));
        Assert.Single(_scenario.Found);
    }

    [Fact]
    public async Task RunAsync_CredentialsRejected_EndsAll()
    {
        for (var i = 0; i < 300; i++) _scenario.Add(i);
        _scenario.PasswordDataFault = _ => new Ec2KeyPairException(ErrorCondition.AwsCredentialsRejected, "expired");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => _scenario.RunAsync());
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, error.Condition);
        Assert.Empty(_scenario.Found);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileWaiting_Ends()
    {
        _scenario.Add(1);
        using var cancel = new CancellationTokenSource();
        _scenario.ReadyAtRequest = _ =>
        {
            cancel.Cancel();
            return int.MaxValue;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _scenario.RunAsync(new WindowsPasswordOptions { Wait = true }, cancel.Token));
    }

    private ErrorCondition Failure(string instanceId) => _scenario.Failed.Single(e => Equals(e.Subject, instanceId)).Condition;
}
