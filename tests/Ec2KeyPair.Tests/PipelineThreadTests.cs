using Ec2KeyPair.Hosting;

namespace Ec2KeyPair.Tests;

public sealed class PipelineThreadTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PipelineThread _pipeline;

    public PipelineThreadTests() => _pipeline = new PipelineThread(_stop);

    public void Dispose()
    {
        _pipeline.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public void RunUntilEnd_ActionsFromManyThreads_AllRunOnThePipelineThread()
    {
        var threads = new List<int>();
        var body = Task.Run(() => Task.WhenAll(Enumerable.Range(0, 100).Select(
            _ => Task.Run(() => _pipeline.InvokeAsync(() => threads.Add(Environment.CurrentManagedThreadId))))));
        _pipeline.RunUntilEnd(body);
        Assert.Equal(100, threads.Count);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void RunUntilEnd_NothingArrives_LooksAgainAndAgainOnThePipelineThread()
    {
        var looked = new TaskCompletionSource();
        var threads = new List<int>();
        using var pipeline = new PipelineThread(_stop, TimeSpan.FromMilliseconds(1), () =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            if (threads.Count == 3) looked.SetResult();
        });
        pipeline.RunUntilEnd(looked.Task);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void RunUntilEnd_LookFails_EndsTheBodyLikeAnAction()
    {
        using var pipeline = new PipelineThread(_stop, TimeSpan.FromMilliseconds(1), () => throw new InvalidTimeZoneException());
        Assert.Throws<InvalidTimeZoneException>(() => pipeline.RunUntilEnd(Task.Delay(Timeout.Infinite, _stop.Token)));
        Assert.True(_stop.IsCancellationRequested);
    }

    [Fact]
    public void RunUntilEnd_ActionFails_BodyIsCancelledAndEndsFirst()
    {
        var hasCleanedUp = false;
        var body = Task.Run(async () =>
        {
            try
            {
                await _pipeline.InvokeAsync(() => throw new InvalidTimeZoneException("stop"));
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
            finally
            {
                await Task.Delay(20);
                hasCleanedUp = true;
            }
        });
        Assert.Throws<InvalidTimeZoneException>(() => _pipeline.RunUntilEnd(body));
        Assert.True(hasCleanedUp);
        Assert.True(_stop.IsCancellationRequested);
    }

    [Fact]
    public void RunUntilEnd_AfterAFailure_RunsNothingMore()
    {
        var ran = 0;
        var body = Task.Run(async () =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pipeline.InvokeAsync(() => throw new InvalidTimeZoneException()));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pipeline.InvokeAsync(() => ran++));
        });
        Assert.Throws<InvalidTimeZoneException>(() => _pipeline.RunUntilEnd(body));
        Assert.Equal(0, ran);
    }

    [Fact]
    public void RunUntilEnd_BodyFails_SaysSo()
    {
        var body = Task.Run(() => throw new InvalidTimeZoneException("body"));
        Assert.Equal("body", Assert.Throws<InvalidTimeZoneException>(() => _pipeline.RunUntilEnd(body)).Message);
    }

    [Fact]
    public void AbandonUntilEnd_BodyWaitsForOutput_LetsItGo()
    {
        var body = Task.Run(async () =>
        {
            await Task.Delay(10);
            await _pipeline.InvokeAsync(() => throw new InvalidTimeZoneException("never run"));
        });
        _pipeline.AbandonUntilEnd(body);
        Assert.True(body.IsCompleted);
    }
}
