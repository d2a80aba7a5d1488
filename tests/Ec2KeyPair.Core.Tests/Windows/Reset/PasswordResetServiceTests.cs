using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

public sealed class PasswordResetServiceTests : IPasswordReset
{
    private readonly FakeResetObserver _observer = new();
    private readonly List<string> _reset = [];
    private Func<CancellationToken, Task> _work = _ => Task.CompletedTask;

    [Fact]
    public async Task RunAsync_EachInstance_IsAskedForAndResetOnce()
    {
        await RunAsync([Named("a", 1), Named("b", 2)], [Named("i-1", 1), Named("c", 3)]);
        Assert.Equal([Id(1), Id(2), Id(3)], _reset.Order()); // Batches are worked on side by side.
        Assert.Equal(["Reset", "Reset", "Reset"], _observer.Asked.Select(asked => asked.Split(": ")[1]));
        Assert.Contains("named before", Assert.Single(_observer.Explanations));
    }

    [Fact]
    public async Task RunAsync_NotAllowed_IsLeftAlone()
    {
        _observer.Allows = instance => instance.InstanceId == Id(2);
        await RunAsync([Named("a", 1), Named("b", 2)]);
        Assert.Equal([Id(2)], _reset);
    }

    [Fact]
    public async Task RunAsync_NotWindowsOrNotThere_IsAnErrorAndNotAskedFor()
    {
        var missing = new ResolvedInstance("x", null, new Ec2KeyPairException(ErrorCondition.InstanceNotFound, "no", "x"));
        await RunAsync([missing, Named("linux", 1, isWindows: false), Named("b", 2)]);
        Assert.Equal([Id(2)], _reset);
        Assert.Equal([("x", ErrorCondition.InstanceNotFound), ("linux", ErrorCondition.InstanceNotWindows)], _observer.Failed.Select(e => ((string)e.Subject!, e.Condition)));
        Assert.Single(_observer.Asked);
    }

    [Fact]
    public async Task RunAsync_CallerLeaves_EndsAfterTheWorkHasEnded()
    {
        using var stop = new CancellationTokenSource();
        var hasTidied = false;
        _work = async cancel =>
        {
            await stop.CancelAsync();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            }
            finally
            {
                await Task.Delay(50, CancellationToken.None);
                hasTidied = true;
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(stop.Token, [Named("a", 1)], [Named("b", 2)]));
        Assert.True(hasTidied);
    }

    [Fact]
    public async Task RunAsync_WhatConcernsAll_EndsIt()
    {
        _work = _ => throw new Ec2KeyPairException(ErrorCondition.AwsCredentialsRejected, "expired");
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => RunAsync([Named("a", 1)]));
        Assert.Equal(ErrorCondition.AwsCredentialsRejected, error.Condition);
    }

    string IPasswordReset.ActionOn(Ec2Instance instance) => "Reset";

    Task IPasswordReset.ResetAsync(IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel)
    {
        lock (_reset) _reset.AddRange(targets.Select(target => target.Instance!.InstanceId));
        return _work(cancel);
    }

    private static string Id(int number) => $"i-{number:x17}";

    private static ResolvedInstance Named(string identity, int number, bool isWindows = true) =>
        new(identity, new Ec2Instance { InstanceId = Id(number), IsWindows = isWindows }, null);

    private Task RunAsync(params IReadOnlyList<ResolvedInstance>[] batches) => RunAsync(default, batches);

    private Task RunAsync(CancellationToken cancel, params IReadOnlyList<ResolvedInstance>[] batches) =>
        new PasswordResetService(this, _observer).RunAsync(Stream(batches), cancel);

    private static async IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> Stream(IReadOnlyList<ResolvedInstance>[] batches)
    {
        foreach (var batch in batches)
        {
            await Task.Yield();
            yield return batch;
        }
    }
}
