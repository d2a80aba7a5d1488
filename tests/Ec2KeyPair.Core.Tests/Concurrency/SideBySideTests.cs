using Ec2KeyPair.Core.Concurrency;

namespace Ec2KeyPair.Core.Tests.Concurrency;

public sealed class SideBySideTests
{
    [Fact]
    public async Task FeedAsync_Limit_IsNeverPassed()
    {
        int running = 0, most = 0;
        await SideBySide.ForEachAsync(
            Enumerable.Range(0, 50),
            3,
            async (_, _) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
            default);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task LendPlaceAsync_Waiting_LetsOthersRun()
    {
        var other = new TaskCompletionSource();
        await SideBySide.FeedAsync(
            1,
            async (work, _) =>
            {
                await work.StartAsync(_ => work.LendPlaceAsync(() => other.Task));
                await work.StartAsync(_ =>
                {
                    other.SetResult();
                    return Task.CompletedTask;
                });
            },
            default);
    }

    [Fact]
    public async Task FeedAsync_OneFails_CancelsTheRestAndTheFeedAndSaysWhy()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SideBySide.FeedAsync(
            2,
            async (work, stopped) =>
            {
                await work.StartAsync(stop => Task.Delay(Timeout.Infinite, stop));
                await work.StartAsync(_ => throw new InvalidOperationException("why"));
                await Task.Delay(Timeout.Infinite, stopped);
            },
            default));
        Assert.Equal("why", error.Message);
    }

    /// <summary>Ctrl+C while it waits for a place: what a piece does at its end (killing its command) is not cut off.</summary>
    [Fact]
    public async Task FeedAsync_CancelledWhileItWaitsForAPlace_EndsAfterItsPieces()
    {
        using var cancel = new CancellationTokenSource();
        var (begun, tidied) = (new TaskCompletionSource(), new TaskCompletionSource());
        var feed = SideBySide.FeedAsync(
            1,
            async (work, _) =>
            {
                await work.StartAsync(async stop =>
                {
                    begun.SetResult();
                    try
                    {
                        await Task.Delay(Timeout.Infinite, stop);
                    }
                    finally
                    {
                        await tidied.Task;
                    }
                });
                await work.StartAsync(_ => Task.CompletedTask);
            },
            cancel.Token);
        await begun.Task;
        await cancel.CancelAsync();
        await Task.Yield();
        Assert.False(feed.IsCompleted);
        tidied.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feed);
    }

    [Fact]
    public async Task FeedAsync_FeedBreaks_PiecesGoOnToTheirEndAndThenItSaysWhy()
    {
        var (gate, isDone) = (new TaskCompletionSource(), false);
        var feed = SideBySide.FeedAsync(
            2,
            async (work, _) =>
            {
                await work.StartAsync(async stop =>
                {
                    await gate.Task;
                    stop.ThrowIfCancellationRequested();
                    isDone = true;
                });
                throw new InvalidOperationException("no more");
            },
            default);
        Assert.False(feed.IsCompleted);
        gate.SetResult();
        Assert.Equal("no more", (await Assert.ThrowsAsync<InvalidOperationException>(() => feed)).Message);
        Assert.True(isDone);
    }

    /// <summary>A request that timed out by itself (HttpClient says so with this exception) is an error, not a silent end.</summary>
    [Fact]
    public async Task FeedAsync_CancellationOfSomebodyElse_IsAnError() => await Assert.ThrowsAsync<TaskCanceledException>(
        () => SideBySide.FeedAsync(1, (_, _) => throw new TaskCanceledException("timed out"), default));

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
