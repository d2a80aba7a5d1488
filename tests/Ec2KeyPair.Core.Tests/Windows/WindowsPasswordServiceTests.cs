using System.Threading.Channels;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

public sealed class WindowsPasswordServiceTests
{
    private readonly PasswordScenario _scenario = new();

    [Fact]
    public async Task RunAsync_ManyInstances_OneRequestEachAndTheLaunchKeyOnce()
    {
        for (var i = 0; i < 300; i++) _scenario.Add(i);
        await _scenario.RunAsync();
        Assert.Equal(300, _scenario.Observer.Found.Count);
        Assert.All(_scenario.Observer.Found, result => Assert.Equal(FakeAws.PasswordOf(result.InstanceId!), FakeObserver.Plain(result)));
        Assert.Empty(_scenario.Observer.Failed);
        Assert.Equal(1, _scenario.Keys.Opened);
        Assert.Equal(1, _scenario.Aws.Count(FakeAws.KeyPairs));
        Assert.Equal(300, _scenario.Aws.Count(FakeAws.Console));
        Assert.Equal(0, _scenario.Aws.Count(FakeAws.Data));
    }

    [Fact]
    public async Task RunAsync_Console_TellsAccountCertificateAndReadiness()
    {
        _scenario.Add(0xabcdef);
        await _scenario.RunAsync();
        var result = Assert.Single(_scenario.Observer.Found);
        Assert.Equal("Administrateur", result.UserName);
        Assert.Equal("EC2AMAZ-0ABCDEF", result.RdpCertificateSubject);
        Assert.Equal("0123456789ABCDEF0123456789ABCDEF01234567", result.RdpCertificateThumbprint);
        Assert.True(result.IsReady);
        Assert.Null(result.Reset);
    }

    [Fact]
    public async Task RunAsync_ConsoleWithoutPassword_AsksForPasswordData()
    {
        var machine = _scenario.Add(1, change: one => one with { PrintsPassword = false });
        await _scenario.RunAsync();
        Assert.Equal(FakeAws.PasswordOf(machine.Id), FakeObserver.Plain(Assert.Single(_scenario.Observer.Found)));
        Assert.Equal([FakeAws.Console, FakeAws.Data], _scenario.Aws.Calls.Where(call => call.Id == machine.Id).Select(call => call.Action));
    }

    [Fact]
    public async Task RunAsync_ConsoleHoldsStrangersPassword_AsksForPasswordData()
    {
        var stranger = Convert.ToBase64String(new byte[256]);
        var machine = _scenario.Add(1, change: one => one with { Afterword = $"\r\n<Password>{stranger}</Password>\r\n" });
        await _scenario.RunAsync();
        Assert.Equal(FakeAws.PasswordOf(machine.Id), FakeObserver.Plain(Assert.Single(_scenario.Observer.Found)));
        Assert.Equal(1, _scenario.Aws.Count(FakeAws.Data, machine.Id));
    }

    [Fact]
    public async Task RunAsync_ConsoleDenied_TakesTheUsualAccountAndKnowsNoMore()
    {
        _scenario.Add(1, change: one => one with { Fault = action => action == FakeAws.Console ? ErrorCondition.AwsAccessDenied : null });
        await _scenario.RunAsync();
        var result = Assert.Single(_scenario.Observer.Found);
        Assert.Equal("Administrator", result.UserName);
        Assert.Null(result.RdpCertificateThumbprint);
        Assert.Null(result.IsReady);
        Assert.Single(_scenario.Observer.Explanations, text => text.Contains("console output can't be read"));
    }

    [Fact]
    public async Task RunAsync_TypeWithoutLiveConsole_IsAskedForItOnce()
    {
        _scenario.Aws.Refusing.Add("m7i.large");
        for (var i = 0; i < 10; i++) _scenario.Add(i);
        await _scenario.RunAsync(new WindowsPasswordOptions { ThrottleLimit = 1 });
        Assert.Equal(10, _scenario.Observer.Found.Count);
        Assert.Equal(11, _scenario.Aws.Count(FakeAws.Console));
    }

    [Fact]
    public async Task RunAsync_HopelessInstances_FailAloneAndWithTheirReason()
    {
        _scenario.Add(1);
        var linux = _scenario.Add(2, isWindows: false);
        var keyless = _scenario.Add(3, keyName: null);
        var foreign = _scenario.Add(4, keyName: "other");
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true });
        Assert.Single(_scenario.Observer.Found);
        Assert.Equal(ErrorCondition.InstanceNotWindows, _scenario.Observer.Failure(linux.Id));
        Assert.Equal(ErrorCondition.LaunchKeyMissing, _scenario.Observer.Failure(keyless.Id));
        Assert.Equal(ErrorCondition.PrivateKeyNotFound, _scenario.Observer.Failure(foreign.Id));
        Assert.DoesNotContain(_scenario.Aws.Calls, call => call.Id == linux.Id || call.Id == keyless.Id || call.Id == foreign.Id);
    }

    [Fact]
    public async Task RunAsync_KeyThatTakesLongToOpen_OthersGoOn()
    {
        var opened = new TaskCompletionSource();
        _scenario.Keys.Opening = name => name == "web-slow" ? opened.Task : Task.CompletedTask;
        for (var i = 0; i < 40; i++) _scenario.Add(i, keyName: "web-slow");
        for (var i = 40; i < 80; i++) _scenario.Add(i, keyName: "web-quick");
        var running = _scenario.RunAsync(new WindowsPasswordOptions { ThrottleLimit = 4 });
        while (_scenario.Observer.Found.Count < 40 && !running.IsCompleted) await Task.Yield();
        Assert.All(_scenario.Observer.Found, result => Assert.Equal("web-quick", result.KeyName));
        opened.SetResult();
        await running;
        Assert.Equal(80, _scenario.Observer.Found.Count);
        Assert.Equal(2, _scenario.Keys.Opened);
    }

    [Fact]
    public async Task RunAsync_NotReadyWithoutWait_LooksOnceAndSaysSo()
    {
        var machine = _scenario.Add(1, change: one => one with { ReadyUtc = null });
        await _scenario.RunAsync();
        Assert.Equal(ErrorCondition.PasswordDataNotReady, _scenario.Observer.Failure(machine.Id));
        Assert.Equal(1, _scenario.Aws.Count(FakeAws.Console, machine.Id));
        Assert.Equal(1, _scenario.Aws.Count(FakeAws.Data, machine.Id));
        Assert.Empty(_scenario.Clock.Delays);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RunAsync_Wait_GetsAllOfThem(int throttleLimit)
    {
        for (var i = 1; i <= 20; i++) _scenario.Add(i, change: one => one with { ReadyUtc = _scenario.In(30 * (i % 7)) });
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true, ThrottleLimit = throttleLimit });
        // How soon each comes is WaitingRoomTests' subject: here time passes while threads are still on their way.
        Assert.Equal(20, _scenario.Observer.Found.Count);
        Assert.Empty(_scenario.Observer.Failed);
    }

    [Fact]
    public async Task RunAsync_WaitForWhatIsReady_NeedsNoSignal()
    {
        for (var i = 0; i < 20; i++) _scenario.Add(i);
        for (var i = 20; i < 200; i++)
        {
            _scenario.Add(i, change: one => one with { Instance = one.Instance with { LaunchTime = one.Instance.LaunchTime!.Value.AddDays(-1) } });
        }

        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true });
        Assert.Equal(200, _scenario.Observer.Found.Count);
        Assert.Equal(200, _scenario.Aws.Count(FakeAws.Console));
        Assert.Equal(0, _scenario.Aws.Count(FakeAws.Status) + _scenario.Aws.Count(FakeAws.Agents));
        Assert.Empty(_scenario.Clock.Delays);
    }

    [Fact]
    public async Task RunAsync_InstancesArriveWhileOthersWait_AreServed()
    {
        _scenario.Add(1, change: one => one with { ReadyUtc = _scenario.In(120) });
        var late = _scenario.Add(2, change: one => one with { ReadyUtc = _scenario.In(240) });
        var inputs = Channel.CreateUnbounded<string>();
        inputs.Writer.TryWrite(_scenario.Aws.Machines.Keys.First());
        var asOf = _scenario.In(60);
        _scenario.Clock.Passed = now =>
        {
            if (now >= asOf && inputs.Writer.TryWrite(late.Id)) inputs.Writer.TryComplete();
        };
        await _scenario.RunAsync(inputs.Reader, new WindowsPasswordOptions { Wait = true });
        Assert.Equal(2, _scenario.Observer.Found.Count);
    }

    [Fact]
    public async Task RunAsync_WaitInVain_EndsAtTheTimeout()
    {
        var machine = _scenario.Add(1, change: one => one with { ReadyUtc = null });
        var start = _scenario.Clock.UtcNow;
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true, Timeout = TimeSpan.FromMinutes(10) });
        Assert.Equal(ErrorCondition.PasswordDataNotReady, _scenario.Observer.Failure(machine.Id));
        Assert.Equal(start.AddMinutes(10), _scenario.Observer.FailedUtc[machine.Id], TimeSpan.FromSeconds(1));
        Assert.InRange(_scenario.Aws.Count(FakeAws.Console, machine.Id), 15, 60);
        Assert.InRange(_scenario.Aws.Count(FakeAws.Data, machine.Id), 5, 25);
    }

    [Fact]
    public async Task RunAsync_WaitForStopped_DoesNotWait()
    {
        var machine = _scenario.Add(1, state: "stopped", change: one => one with { ReadyUtc = null });
        await _scenario.RunAsync(new WindowsPasswordOptions { Wait = true });
        Assert.Equal(ErrorCondition.PasswordDataNotReady, _scenario.Observer.Failure(machine.Id));
        Assert.Empty(_scenario.Clock.Delays);
    }

    [Fact]
    public async Task RunAsync_ThrottledWithoutWait_FailsAloneAndTheOthersGoOn()
    {
        var unlucky = _scenario.Add(1, change: one => one with { Fault = _ => ErrorCondition.AwsThrottled });
        _scenario.Add(2);
        await _scenario.RunAsync();
        Assert.Equal(ErrorCondition.AwsThrottled, _scenario.Observer.Failure(unlucky.Id));
        Assert.Single(_scenario.Observer.Found);
    }

    [Fact]
    public async Task RunAsync_CredentialsRejected_EndsAll()
    {
        for (var i = 0; i < 300; i++) _scenario.Add(i, change: one => one with { Fault = _ => ErrorCondition.AwsCredentialsRejected });
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => _scenario.RunAsync());
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, error.Condition);
        Assert.Empty(_scenario.Observer.Found);
    }

    [Fact]
    public async Task RunAsync_CredentialsRejectedWhileOthersWait_EndsAll()
    {
        _scenario.Add(1, change: one => one with { ReadyUtc = null });
        _scenario.Aws.Fault = action => action == FakeAws.Agents ? ErrorCondition.AwsCredentialsRejected : null;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => _scenario.RunAsync(new WindowsPasswordOptions { Wait = true }));
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, error.Condition);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileWaiting_Ends()
    {
        using var cancel = new CancellationTokenSource();
        _scenario.Add(1, change: one => one with { ReadyUtc = null });
        _scenario.Clock.Passed = now => cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _scenario.RunAsync(new WindowsPasswordOptions { Wait = true }, cancel.Token));
        Assert.Single(_scenario.Clock.Delays);
    }

    [Fact]
    public async Task RunAsync_PasswordWasReset_IsHandedOutWithAWarning()
    {
        var reset = _scenario.Clock.UtcNow;
        var machine = _scenario.Add(1, change: one => one with { Afterword = PasswordResetMark.ConsoleLine("Administrateur", reset) + "\r\n" });
        _scenario.Add(2);
        await _scenario.RunAsync();
        Assert.Equal(2, _scenario.Observer.Found.Count);
        var stale = Assert.Single(_scenario.Observer.Found, result => result.Reset is not null);
        Assert.Equal((machine.Id, reset), (stale.InstanceId, stale.Reset!.Utc));
        Assert.Contains(machine.Id, Assert.Single(_scenario.Observer.Warnings));
    }
}
