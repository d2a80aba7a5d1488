using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tests.Windows.Waiting;

public sealed class WaitingRoomTests
{
    private readonly WaitingScenario _scenario = new();

    [Fact]
    public async Task RunAsync_500InstancesWithAgents_TwoCallsASecondAndNoneLate()
    {
        Launch500(agents: true);
        await _scenario.RunAsync();
        Assert.Equal(500, _scenario.Observer.Found.Count);
        Assert.True(_scenario.CallsPerSecond() <= 2, _scenario.Told());
        Assert.True(_scenario.Delays()[^1] <= 10, _scenario.Told());
        // Once each was there, one request brought it.
        Assert.All(_scenario.Aws.Machines.Values, machine => Assert.Single(
            _scenario.Aws.Calls, call => call.Id == machine.Id && call.Utc >= machine.ReadyUtc));
    }

    [Fact]
    public async Task RunAsync_SameFleetTwice_MakesTheSameCallsAtTheSameTimes()
    {
        var twin = new WaitingScenario();
        foreach (var scenario in new[] { _scenario, twin })
        {
            for (var i = 0; i < 30; i++) scenario.Add(i, 20 + (7 * i), i % 3 == 0 ? null : 22 + (7 * i));
            await scenario.RunAsync();
        }

        Assert.Equal(_scenario.Aws.Calls, twin.Aws.Calls);
        Assert.Equal(_scenario.Delays(), twin.Delays());
    }

    [Fact]
    public async Task RunAsync_ConsoleWithoutPasswords_TwoRequestsEachAndHardlyLater()
    {
        Launch500(agents: true, machine => machine with { PrintsPassword = false });
        await _scenario.RunAsync();
        Assert.Equal(500, _scenario.Observer.Found.Count);
        Assert.True(_scenario.CallsPerSecond() <= 2.4, _scenario.Told());
        Assert.True(_scenario.Delays()[^1] <= 12, _scenario.Told());
    }

    [Fact]
    public async Task RunAsync_500InstancesWithoutAgents_KeepTheBudgetAndTakeTurns()
    {
        Launch500(agents: false);
        await _scenario.RunAsync();
        Assert.Equal(500, _scenario.Observer.Found.Count);
        Assert.True(_scenario.CallsPerSecond() <= 2, _scenario.Told());
        // 1.8 requests a second for 500 instances are one in 278 s for each.
        Assert.True(_scenario.Delays()[^1] <= 300, _scenario.Told());
    }

    [Fact]
    public async Task RunAsync_AgentsDenied_AsksEachAndSaysSoOnce()
    {
        _scenario.Aws.Fault = action => action == FakeAws.Agents ? ErrorCondition.AwsAccessDenied : null;
        for (var i = 0; i < 150; i++) _scenario.Add(i, 60 + i, 61 + i);
        await _scenario.RunAsync();
        Assert.Equal(150, _scenario.Observer.Found.Count);
        Assert.Equal(2, _scenario.Aws.Count(FakeAws.Agents));
        Assert.Single(_scenario.Observer.Explanations, text => text.Contains("asked by itself"));
        Assert.True(_scenario.CallsPerSecond() <= 2, _scenario.Told());
    }

    [Fact]
    public async Task RunAsync_StatesDenied_GoesOnWithoutThem()
    {
        _scenario.Aws.Fault = action => action == FakeAws.Status ? ErrorCondition.AwsAccessDenied : null;
        _scenario.Add(1, 60, 61, state: "pending");
        await _scenario.RunAsync();
        Assert.Single(_scenario.Observer.Found);
        Assert.Equal(1, _scenario.Aws.Count(FakeAws.Status));
        Assert.Single(_scenario.Observer.Explanations, text => text.Contains("not followed"));
    }

    [Theory]
    [InlineData(FakeAws.Agents)]
    [InlineData(FakeAws.Status)]
    public async Task RunAsync_SignalUnavailableForAWhile_IsAskedAgain(string signal)
    {
        var failures = 3;
        _scenario.Aws.Fault = action => action == signal && failures-- > 0 ? ErrorCondition.AwsUnavailable : null;
        _scenario.Add(1, 300, 301);
        await _scenario.RunAsync();
        Assert.Single(_scenario.Observer.Found);
        Assert.True(_scenario.Aws.Count(signal) > 3);
    }

    [Fact]
    public async Task RunAsync_AgentComesOnline_IsAskedAtOnceAndThoroughly()
    {
        var machine = _scenario.Add(1, 100, 103, change: one => one with { PrintsPassword = false });
        await _scenario.RunAsync();
        var after = _scenario.Aws.Calls.Where(call => call.Utc >= machine.AgentUtc).ToList();
        Assert.Equal([FakeAws.Agents, FakeAws.Console, FakeAws.Data], after.Select(call => call.Action));
        Assert.InRange(_scenario.Delays()[0], 3, 8);
    }

    [Fact]
    public async Task RunAsync_PendingOrNotReached_IsNotAskedAlone()
    {
        var pending = _scenario.Add(1, 600, null, state: "pending", change: one => one with { StoppedUtc = one.Instance.LaunchTime!.Value.AddSeconds(120) });
        var unreached = _scenario.Add(2, 90, null, change: one => one with { ReachableUtc = one.Instance.LaunchTime!.Value.AddSeconds(90) });
        await _scenario.RunAsync();
        Assert.DoesNotContain(_scenario.Aws.Calls, call => call.Id == pending.Id);
        Assert.DoesNotContain(_scenario.Aws.Calls, call => call.Id == unreached.Id && call.Utc < unreached.ReachableUtc);
        Assert.Equal(unreached.Id, Assert.Single(_scenario.Observer.Found).InstanceId);
    }

    [Fact]
    public async Task RunAsync_StoppedMeanwhile_FailsWithItsStateAndNoLater()
    {
        var stopped = _scenario.Add(1, 600, 601, change: one => one with { StoppedUtc = one.Instance.LaunchTime!.Value.AddSeconds(100) });
        _scenario.Add(2, 300, 301);
        await _scenario.RunAsync();
        Assert.Equal(ErrorCondition.PasswordDataNotReady, _scenario.Observer.Failure(stopped.Id));
        Assert.Contains("stopped", Assert.Single(_scenario.Observer.Failed).Message);
        Assert.InRange((_scenario.Observer.FailedUtc[stopped.Id] - stopped.StoppedUtc!.Value).TotalSeconds, 0, 31);
    }

    [Fact]
    public async Task RunAsync_IdThatEc2Forgets_FailsAloneAndTheOthersGoOn()
    {
        var gone = _scenario.Add(1, 600, null, change: one => one with { ReachableUtc = one.Instance.LaunchTime!.Value.AddSeconds(500) });
        _scenario.Add(2, 200, 201);
        _scenario.Clock.Passed = now =>
        {
            if (now > _scenario.StartUtc.AddSeconds(60)) _scenario.Aws.Machines.Remove(gone.Id);
        };
        await _scenario.RunAsync();
        Assert.Contains("terminated", Assert.Single(_scenario.Observer.Failed).Message);
        Assert.Single(_scenario.Observer.Found);
        Assert.True(_scenario.Aws.Count(FakeAws.Instances) > 0);
    }

    [Fact]
    public async Task RunAsync_Throttled_SlowsDownAndFailsNobody()
    {
        var throttled = 0;
        for (var i = 0; i < 40; i++)
        {
            _scenario.Add(i, 30, 31, change: one => one with { Fault = _ => throttled++ < 60 ? ErrorCondition.AwsThrottled : null });
        }

        await _scenario.RunAsync();
        Assert.Empty(_scenario.Observer.Failed);
        Assert.Equal(40, _scenario.Observer.Found.Count);
        Assert.True(_scenario.CallsPerSecond() <= 2, _scenario.Told());
    }

    [Fact]
    public async Task RunAsync_NetworkGoneForMinutes_WaitsForIt()
    {
        _scenario.Add(1, 30, null, change: one => one with
        {
            Fault = _ => _scenario.Clock.UtcNow < one.Instance.LaunchTime!.Value.AddSeconds(200) ? ErrorCondition.AwsUnavailable : null,
        });
        await _scenario.RunAsync();
        Assert.Single(_scenario.Observer.Found);
    }

    [Fact]
    public async Task RunAsync_NetworkNeverBack_FailsWithThatAtTheTimeout()
    {
        var machine = _scenario.Add(1, 30, null, change: one => one with { Fault = _ => ErrorCondition.AwsUnavailable });
        await _scenario.RunAsync();
        Assert.Equal(ErrorCondition.AwsUnavailable, _scenario.Observer.Failure(machine.Id));
        Assert.Equal(_scenario.StartUtc.AddSeconds(1800), _scenario.Observer.FailedUtc[machine.Id], TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(ErrorCondition.AwsAccessDenied)]
    [InlineData(ErrorCondition.PasswordDataInvalid)]
    public async Task RunAsync_WhatNeverWorks_FailsAtOnce(ErrorCondition condition)
    {
        var machine = _scenario.Add(1, null, null, change: one => one with { Fault = action => action == FakeAws.Data ? condition : null });
        await _scenario.RunAsync();
        Assert.Equal(condition, _scenario.Observer.Failure(machine.Id));
        Assert.True((_scenario.Clock.UtcNow - _scenario.StartUtc).TotalSeconds < 60);
    }

    [Fact]
    public async Task RunAsync_CredentialsExpire_EndsAll()
    {
        _scenario.Add(1, null, null);
        _scenario.Aws.Fault = action => action == FakeAws.Agents && _scenario.Clock.UtcNow > _scenario.StartUtc.AddSeconds(60) ? ErrorCondition.AwsCredentialsRejected : null;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => _scenario.RunAsync());
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, error.Condition);
    }

    [Fact]
    public async Task RunAsync_OneOfManyReadyWithoutAgent_OthersOfItsAgeAreAskedMoreOften()
    {
        var first = _scenario.Add(1, 100, null);
        var last = _scenario.Add(2, 400, null);
        var other = _scenario.Add(3, 400, null, change: one => one with { Instance = one.Instance with { ImageId = "ami-2" } });
        await _scenario.RunAsync();
        int Asked(string id) => _scenario.Aws.Calls.Count(call => call.Id == id && call.Action == FakeAws.Console && call.Utc > first.ReadyUtc!.Value.AddSeconds(30) && call.Utc < last.ReadyUtc);
        Assert.InRange(Asked(last.Id), Asked(other.Id) * 2, Asked(other.Id) * 4);
    }

    [Fact]
    public async Task RunAsync_TooManyAtOnce_NeverMoreUnderWayThanTheLimit()
    {
        // Answers come when time passes, on whatever thread: virtual time must not run out before they are there.
        var scenario = new WaitingScenario(throttleLimit: 3) { Patience = TimeSpan.FromDays(365) };
        for (var i = 0; i < 20; i++) scenario.Add(i, 10, 11);
        var underWay = new List<TaskCompletionSource>();
        var most = 0;
        scenario.Asking = () =>
        {
            var asked = new TaskCompletionSource();
            lock (underWay)
            {
                underWay.Add(asked);
                most = Math.Max(most, underWay.Count);
            }

            return asked.Task;
        };
        scenario.Clock.Passed = _ =>
        {
            List<TaskCompletionSource> answered;
            lock (underWay)
            {
                answered = [.. underWay];
                underWay.Clear();
            }

            answered.ForEach(one => one.SetResult());
        };
        await scenario.RunAsync();
        Assert.Equal(20, scenario.Observer.Found.Count);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task RunAsync_InstancesComeInOneAfterTheOther_AreLookedForTogether()
    {
        _scenario.Add(0, 300, 301);
        var next = 1;
        _scenario.Clock.Passed = now =>
        {
            for (; next <= 60 && now >= _scenario.StartUtc.AddSeconds(next); next++) _scenario.Add(next, 300, 301);
        };
        await _scenario.RunAsync();
        Assert.Equal(61, _scenario.Observer.Found.Count);
        Assert.InRange(_scenario.Aws.Calls.Count(call => call.Action == FakeAws.Agents && call.Utc <= _scenario.StartUtc.AddSeconds(60)), 10, 20);
        Assert.InRange(_scenario.Aws.Calls.Count(call => call.Action == FakeAws.Status && call.Utc <= _scenario.StartUtc.AddSeconds(60)), 5, 13);
    }

    [Fact]
    public async Task RunAsync_Progress_CountsDownToTheLast()
    {
        for (var i = 0; i < 5; i++) _scenario.Add(i, 20 * (i + 1), 20 * (i + 1));
        await _scenario.RunAsync();
        var told = _scenario.Observer.Waiting.ToList();
        Assert.Equal((5, TimeSpan.FromMinutes(30)), told[0]);
        Assert.Equal(told.Select(one => one.Instances).OrderDescending(), told.Select(one => one.Instances));
        Assert.Equal(1, told[^1].Instances);
    }

    private void Launch500(bool agents, Func<FakeMachine, FakeMachine>? change = null)
    {
        var random = new Random(500);
        for (var i = 0; i < 500; i++)
        {
            // Ready 4 to 12 minutes after launch, heard of up to 5 s after that.
            var ready = 240 + (480 * random.NextDouble());
            double? agent = agents ? ready + (5 * random.NextDouble()) : null;
            _scenario.Add(i, ready, agent, change: one => (change ?? (same => same))(one with { ReachableUtc = _scenario.StartUtc.AddSeconds(150) }));
        }
    }
}
