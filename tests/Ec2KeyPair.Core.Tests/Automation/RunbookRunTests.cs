using Ec2KeyPair.Core.Automation;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Windows;

namespace Ec2KeyPair.Core.Tests.Automation;

public sealed class RunbookRunTests : IAutomationApi
{
    private readonly FakeClock _clock = new();
    private readonly List<RunbookExecution> _seen = [];
    private Func<int, RunbookExecution?> _play = _ => null;
    private int _looks;

    [Fact]
    public async Task FollowAsync_UntilSuccess_TellsEveryLook()
    {
        _play = look => look switch
        {
            0 => null,
            1 => At(RunbookStatus.InProgress, Step("assert", RunbookStatus.InProgress), Step("rescue", RunbookStatus.Pending)),
            2 => throw new Ec2KeyPairException(ErrorCondition.AwsUnavailable, "cut"),
            3 => At(RunbookStatus.InProgress, Step("assert", RunbookStatus.Success), Step("rescue", RunbookStatus.InProgress)),
            _ => At(RunbookStatus.Success, Step("assert", RunbookStatus.Success), Step("rescue", RunbookStatus.Success)),
        };
        await FollowAsync();
        Assert.Equal(["assert", "rescue", null], _seen.Select(execution => execution.Current?.Name));
        Assert.All(_clock.Delays, delay => Assert.InRange(delay.TotalSeconds, 1, 15));
    }

    [Fact]
    public async Task FollowAsync_AStepFails_SaysWhichAndWhy()
    {
        _play = _ => At(RunbookStatus.Failed, Step("assert", RunbookStatus.Success), Step("rescue", RunbookStatus.Failed, "Step fails: no\u001b[31m quota"));
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(FollowAsync);
        Assert.Equal(ErrorCondition.AutomationFailed, error.Condition);
        Assert.Contains("at the step rescue: Step fails: no\\u001B[31m quota", error.Message);
        Assert.Contains("the-id", error.Mend);
    }

    [Theory]
    [InlineData(RunbookStatus.Failed)]
    [InlineData(RunbookStatus.Cancelled)]
    [InlineData(RunbookStatus.TimedOut)]
    public async Task FollowAsync_EndsOtherwise_IsAFailure(RunbookStatus status)
    {
        _play = _ => new RunbookExecution("the-id", status, [], "as a whole");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(FollowAsync);
        Assert.Contains($"ended as {status}: as a whole", error.Message);
    }

    [Fact]
    public async Task FollowAsync_TimeIsOver_SaysThatItGoesOn()
    {
        _play = _ => At(RunbookStatus.InProgress);
        var start = _clock.UtcNow;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(FollowAsync);
        Assert.Contains("it goes on", error.Message);
        Assert.Equal(3600, (_clock.UtcNow - start).TotalSeconds);
    }

    [Theory]
    [InlineData("aws:assertAwsResourceProperty", RunbookStatus.InProgress, false)]
    [InlineData("aws:executeAutomation", RunbookStatus.Pending, false)]
    [InlineData("aws:executeAutomation", RunbookStatus.InProgress, true)]
    [InlineData("aws:changeInstanceState", RunbookStatus.Failed, true)]
    public void HasChangedAnything_ByTheStepsThatHaveBegun(string action, RunbookStatus status, bool expected) =>
        Assert.Equal(expected, At(RunbookStatus.InProgress, new RunbookStep("one", action, status, null)).HasChangedAnything);

    Task<string> IAutomationApi.StartAsync(string runbook, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters, string? clientToken, CancellationToken cancel) => throw new NotSupportedException();

    Task<RunbookExecution?> IAutomationApi.FindAsync(string executionId, CancellationToken cancel) => Task.FromResult(_play(_looks++));

    Task IAutomationApi.CancelAsync(string executionId, CancellationToken cancel) => throw new NotSupportedException();

    private Task FollowAsync() => new RunbookRun(this, _clock).FollowAsync(
        "the-id",
        _clock.UtcNow.AddHours(1),
        execution =>
        {
            _seen.Add(execution);
            return Task.CompletedTask;
        },
        default);

    private static RunbookExecution At(RunbookStatus status, params RunbookStep[] steps) => new("the-id", status, steps, null);

    private static RunbookStep Step(string name, RunbookStatus status, string? failure = null) => new(name, "aws:executeAutomation", status, failure);
}
