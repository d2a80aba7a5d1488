using Ec2KeyPair.Core.Concurrency;

namespace Ec2KeyPair.Core.Tests.Concurrency;

public sealed class SideBySideTests
{
    [Fact]
    public async Task StartAsync_Limit_IsNeverPassed()
    {
        using var work = new SideBySide(3, default);
        int running = 0, most = 0;
        for (var i = 0; i < 50; i++)
        {
            await work.StartAsync(async _ =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
            });
        }

        await work.EndAsync();
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task LendPlaceAsync_Waiting_LetsOthersRun()
    {
        using var work = new SideBySide(1, default);
        var other = new TaskCompletionSource();
        await work.StartAsync(_ => work.LendPlaceAsync(() => other.Task));
        await work.StartAsync(_ =>
        {
            other.SetResult();
            return Task.CompletedTask;
        });
        await work.EndAsync();
    }

    [Fact]
    public async Task EndAsync_OneFails_CancelsTheRestAndSaysWhy()
    {
        using var work = new SideBySide(2, default);
        await work.StartAsync(stop => Task.Delay(Timeout.Infinite, stop));
        await work.StartAsync(_ => throw new InvalidOperationException("why"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(work.EndAsync);
        Assert.Equal("why", error.Message);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
