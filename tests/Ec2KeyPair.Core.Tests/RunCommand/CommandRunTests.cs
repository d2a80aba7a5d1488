using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;

namespace Ec2KeyPair.Core.Tests.RunCommand;

public sealed class CommandRunTests
{
    private readonly FakeRunCommand _fake = new();

    [Fact]
    public async Task RunAsync_ManyInstances_FiftyARequestAndAllAtEachLook()
    {
        var ids = Enumerable.Range(1, 120).Select(number => _fake.Add(number)).ToList();
        await _fake.RunAsync(ids);
        Assert.Equal([50, 50, 20], _fake.Sends.Select(batch => batch.Count).OrderDescending());
        Assert.Equal(3, _fake.Lists);
        Assert.Empty(_fake.Found);
        Assert.Equal(ids.Order(), _fake.Ended.Select(outcome => outcome.InstanceId).Order());
        Assert.All(_fake.Ended, outcome => Assert.Equal("done", outcome.Invocation!.Output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(120)]
    public async Task RunAsync_ThrottleLimit_IsNeverExceeded(int limit)
    {
        var ids = Enumerable.Range(1, 230).Select(number => _fake.Add(number)).ToList();
        await _fake.RunAsync(ids, throttleLimit: limit);
        Assert.Equal(230, _fake.Ended.Count);
        Assert.InRange(_fake.MostAtOnce, 1, limit);
    }

    [Fact]
    public async Task RunAsync_NotKnownRightAfterSending_IsLookedAtAgain()
    {
        var id = FakeRunCommand.Id(1);
        _fake.Add(1, null, null, FakeRunCommand.At(id, CommandStatus.Pending), FakeRunCommand.At(id, CommandStatus.InProgress), FakeRunCommand.Success(id, "late"));
        await _fake.RunAsync([id]);
        Assert.Equal("late", _fake.OutcomeOf(id).Invocation!.Output);
        Assert.Equal(5, _fake.Lists);
    }

    [Fact]
    public async Task RunAsync_EachInstance_IsToldAsSoonAsItHasEnded()
    {
        var quick = _fake.Add(1);
        var slow = FakeRunCommand.Id(2);
        _fake.Add(2, FakeRunCommand.At(slow, CommandStatus.InProgress), FakeRunCommand.Success(slow, "slow"));
        var toldAtFirst = new List<string>();
        _fake.OnEnded = () => toldAtFirst.Add(string.Join(",", _fake.Ended.Select(outcome => outcome.InstanceId)));
        await _fake.RunAsync([quick, slow]);
        Assert.Equal([quick, $"{quick},{slow}"], toldAtFirst);
    }

    [Fact]
    public async Task RunAsync_LongOutput_IsFetchedWhole()
    {
        var id = FakeRunCommand.Id(1);
        _fake.Add(1, FakeRunCommand.Success(id, new string('x', 2500)) with { IsCut = true });
        await _fake.RunAsync([id]);
        Assert.Equal(20000, _fake.OutcomeOf(id).Invocation!.Output.Length);
        Assert.Equal([id, id], _fake.Found);
    }

    [Theory]
    [InlineData(CommandStatus.DeliveryTimedOut, false, "did not run")]
    [InlineData(CommandStatus.Undeliverable, false, "did not run")]
    [InlineData(CommandStatus.Terminated, false, "was not sent")]
    [InlineData(CommandStatus.ExecutionTimedOut, true, "longer than it may")]
    [InlineData(CommandStatus.Cancelled, true, "cancelled")]
    [InlineData(CommandStatus.Failed, true, "exit code 3: no such thing\\u001B[0m")]
    public async Task RunAsync_EachFailure_HasItsWordsAndSaysWhetherItRan(CommandStatus status, bool mayHaveRun, string words)
    {
        var id = FakeRunCommand.Id(1);
        _fake.Add(1, new CommandInvocation(id, status) { ExitCode = 3, ErrorOutput = "\nno such thing\u001b[0m\nmore" });
        await _fake.RunAsync([id]);
        var outcome = _fake.OutcomeOf(id);
        Assert.Equal(ErrorCondition.RunCommandFailed, outcome.Failure!.Condition);
        Assert.Contains(words, outcome.Failure.Message);
        Assert.Equal(id, outcome.Failure.Subject);
        Assert.Equal(mayHaveRun, outcome.MayHaveRun);
    }

    [Fact]
    public async Task RunAsync_InstancesThatTakeNone_AreFoundBeforehandWithTheirReasons()
    {
        var good = _fake.Add(1);
        var stopped = _fake.Add(2);
        _fake.SetState(stopped, "stopped");
        var silent = _fake.Add(3);
        _fake.Online.Remove(silent);
        var bare = _fake.Add(4);
        _fake.Online.Remove(bare);
        _fake.Registered.Remove(bare);
        var gone = FakeRunCommand.Id(99);
        await _fake.RunAsync([good, stopped, silent, bare, gone]);
        Assert.Null(_fake.OutcomeOf(good).Failure);
        Assert.Equal([good], Assert.Single(_fake.Sends));
        Assert.Equal(ErrorCondition.InstanceNotRunning, _fake.OutcomeOf(stopped).Failure!.Condition);
        Assert.Equal(ErrorCondition.AgentConnectionLost, _fake.OutcomeOf(silent).Failure!.Condition);
        Assert.Equal(ErrorCondition.AgentNotRegistered, _fake.OutcomeOf(bare).Failure!.Condition);
        Assert.Equal(ErrorCondition.InstanceNotFound, _fake.OutcomeOf(gone).Failure!.Condition);
        Assert.All(_fake.Ended.Where(outcome => outcome.Failure is not null), outcome => Assert.False(outcome.MayHaveRun));
    }

    [Fact]
    public async Task RunAsync_MayNotLookBeforehand_SendsAllTheSame()
    {
        var id = _fake.Add(1);
        _fake.LookFault = () => new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "no");
        await _fake.RunAsync([id]);
        Assert.Null(_fake.OutcomeOf(id).Failure);
        Assert.Contains(_fake.Explained, text => text.Contains("can't be looked at"));
    }

    [Fact]
    public async Task RunAsync_BatchRefusedForOne_ReachesTheOthers()
    {
        var ids = Enumerable.Range(1, 50).Select(number => _fake.Add(number)).ToList();
        _fake.Unmanaged.Add(ids[17]);
        _fake.Unmanaged.Add(ids[41]);
        await _fake.RunAsync(ids);
        Assert.Equal(ErrorCondition.AgentNotRegistered, _fake.OutcomeOf(ids[17]).Failure!.Condition);
        Assert.False(_fake.OutcomeOf(ids[41]).MayHaveRun);
        Assert.Equal(48, _fake.Ended.Count(outcome => outcome.Failure is null));
        // Every instance got the command once: halving sends to none twice.
        var taken = _fake.Sends.Where(batch => !batch.Any(_fake.Unmanaged.Contains)).SelectMany(batch => batch).ToList();
        Assert.Equal(48, taken.Count);
        Assert.Equal(48, taken.Distinct().Count());
        Assert.InRange(_fake.Sends.Count, 3, 25);
    }

    [Theory]
    [InlineData(ErrorCondition.AwsUnavailable, true)]
    [InlineData(ErrorCondition.AwsAccessDenied, false)]
    [InlineData(ErrorCondition.RunCommandFailed, false)]
    public async Task RunAsync_SendingFails_IsNotRepeatedAndSaysWhetherItMayHaveArrived(ErrorCondition condition, bool mayHaveRun)
    {
        var ids = new[] { _fake.Add(1), _fake.Add(2) };
        _fake.SendFault = () => new Ec2KeyPairException(condition, "broken");
        await _fake.RunAsync(ids);
        Assert.Single(_fake.Sends);
        Assert.All(ids, id => Assert.Equal((condition, mayHaveRun), (_fake.OutcomeOf(id).Failure!.Condition, _fake.OutcomeOf(id).MayHaveRun)));
        Assert.All(ids, id => Assert.Contains(id, _fake.OutcomeOf(id).Failure!.Message));
    }

    [Fact]
    public async Task RunAsync_ALookFails_IsRepeated()
    {
        var id = _fake.Add(1);
        _fake.ListFault = look => look < 4 ? new Ec2KeyPairException(look == 2 ? ErrorCondition.AwsThrottled : ErrorCondition.AwsUnavailable, "cut") : null;
        await _fake.RunAsync([id]);
        Assert.Null(_fake.OutcomeOf(id).Failure);
        Assert.Equal(4, _fake.Lists);
    }

    [Fact]
    public async Task RunAsync_MayNotLook_SaysThatItWasSent()
    {
        var id = _fake.Add(1);
        _fake.ListFault = _ => new Ec2KeyPairException(ErrorCondition.AwsAccessDenied, "no", mend: "ssm:ListCommandInvocations");
        await _fake.RunAsync([id]);
        var outcome = _fake.OutcomeOf(id);
        Assert.Equal(ErrorCondition.AwsAccessDenied, outcome.Failure!.Condition);
        Assert.Contains("was sent to " + id, outcome.Failure.Message);
        Assert.Equal("ssm:ListCommandInvocations", outcome.Failure.Mend);
        Assert.True(outcome.MayHaveRun);
    }

    [Fact]
    public async Task RunAsync_CredentialsExpireMeanwhile_TellsOfTheOpenOnesAndEnds()
    {
        var id = _fake.Add(1);
        _fake.ListFault = _ => new Ec2KeyPairException(ErrorCondition.AwsCredentialsRejected, "expired");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => _fake.RunAsync([id]));
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, error.Condition);
        Assert.True(_fake.OutcomeOf(id).MayHaveRun);
    }

    [Fact]
    public async Task RunAsync_TimeIsOver_CancelsAndSaysSo()
    {
        var hanging = FakeRunCommand.Id(1);
        _fake.Add(1, FakeRunCommand.At(hanging, CommandStatus.InProgress));
        var last = FakeRunCommand.Id(2);
        _fake.Add(2, FakeRunCommand.At(last, CommandStatus.InProgress));
        _fake.AfterCancel = id => id == last ? FakeRunCommand.Success(last, "at the last moment") : null;
        var start = _fake.Clock.UtcNow;
        await _fake.RunAsync([hanging, last], TimeSpan.FromSeconds(100));
        Assert.InRange((_fake.Clock.UtcNow - start).TotalSeconds, 100, 120);
        Assert.Single(_fake.Cancelled);
        Assert.Equal("at the last moment", _fake.OutcomeOf(last).Invocation!.Output);
        Assert.Contains("within 100 s", _fake.OutcomeOf(hanging).Failure!.Message);
        Assert.True(_fake.OutcomeOf(hanging).MayHaveRun);
        Assert.Equal(CommandStatus.InProgress, _fake.OutcomeOf(hanging).Invocation!.Status);
    }

    [Fact]
    public async Task RunAsync_GivenUp_CancelsAndTellsWhatIsKnown()
    {
        var done = FakeRunCommand.Id(1);
        _fake.Add(1, FakeRunCommand.At(done, CommandStatus.InProgress));
        var open = FakeRunCommand.Id(2);
        _fake.Add(2, FakeRunCommand.At(open, CommandStatus.InProgress));
        _fake.AfterCancel = id => id == done ? FakeRunCommand.Success(done, "just so") : null;
        using var stop = new CancellationTokenSource();
        _fake.OnList = () => { if (_fake.Lists == 3) stop.Cancel(); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fake.RunAsync([done, open], cancel: stop.Token));
        Assert.Single(_fake.Cancelled);
        Assert.Empty(_fake.Ended);
        Assert.Null(Assert.Single(_fake.Left, outcome => outcome.InstanceId == done).Failure);
        var unknown = Assert.Single(_fake.Left, outcome => outcome.InstanceId == open);
        Assert.True(unknown.MayHaveRun);
        Assert.Contains("given up", unknown.Failure!.Message);
    }

    [Fact]
    public async Task RunAsync_GivenUpWhileSending_FollowsWhatWasSent()
    {
        var id = FakeRunCommand.Id(1);
        _fake.Add(1, FakeRunCommand.At(id, CommandStatus.InProgress));
        using var stop = new CancellationTokenSource();
        _fake.SendFault = () =>
        {
            stop.Cancel();
            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fake.RunAsync([id], cancel: stop.Token));
        Assert.Single(_fake.Cancelled);
        Assert.True(Assert.Single(_fake.Left).MayHaveRun);
    }

    [Fact]
    public async Task RunAsync_GivenUpAtOnce_SendsNothing()
    {
        var id = _fake.Add(1);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _fake.RunAsync([id], cancel: stop.Token));
        Assert.Empty(_fake.Sends);
        Assert.Empty(_fake.Left);
    }
}
