using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Core.Tests.Windows.Waiting;

public sealed class CallBudgetTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Balance_TimePasses_EarnsUpToALimit()
    {
        var budget = new CallBudget(_clock);
        Assert.Equal(CallBudget.AtStart, budget.Balance);
        await PassAsync(10);
        Assert.Equal(CallBudget.AtStart + (10 * CallBudget.PerSecond), budget.Balance, 6);
        await PassAsync(100_000);
        Assert.Equal(240, budget.Balance);
    }

    [Fact]
    public async Task Charge_BeyondWhatIsThere_IsPaidOffLater()
    {
        var budget = new CallBudget(_clock);
        for (var i = 0; i < 48; i++) budget.Charge();
        Assert.Equal(-18, budget.Balance, 6);
        Assert.False(budget.Allows());
        Assert.Equal(10, budget.Until(0).TotalSeconds, 6);
        await PassAsync(11);
        Assert.True(budget.Allows());
        Assert.False(budget.Allows(left: 20));
        Assert.Equal(TimeSpan.Zero, budget.Until(1));
    }

    [Fact]
    public async Task Throttled_Again_HalvesAndRecoversAfterAMinute()
    {
        var budget = new CallBudget(_clock);
        budget.Throttled();
        Assert.Equal(0, budget.Balance);
        await PassAsync(10);
        Assert.Equal(10 * CallBudget.PerSecond / 2, budget.Balance, 6);
        for (var i = 0; i < 20; i++) budget.Throttled();
        var before = budget.Balance;
        await PassAsync(10);
        Assert.Equal(2, budget.Balance - before, 6);
        await PassAsync(51);
        before = budget.Balance;
        await PassAsync(10);
        Assert.Equal(10 * CallBudget.PerSecond, budget.Balance - before, 6);
    }

    private Task PassAsync(double seconds) => _clock.DelayAsync(TimeSpan.FromSeconds(seconds), default);
}
