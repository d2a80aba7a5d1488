using System.Collections.Concurrent;
using System.Net;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>What a run came to, and when by the clock.</summary>
internal sealed class FakeObserver(FakeClock clock) : IWindowsPasswordObserver
{
    internal ConcurrentDictionary<string, DateTime> FoundUtc { get; } = new();

    internal ConcurrentBag<WindowsPasswordResult> Found { get; } = [];

    internal ConcurrentDictionary<string, DateTime> FailedUtc { get; } = new();

    internal ConcurrentBag<Ec2KeyPairException> Failed { get; } = [];

    internal ConcurrentQueue<string> Warnings { get; } = new();

    internal ConcurrentQueue<string> Explanations { get; } = new();

    internal ConcurrentQueue<(int Instances, TimeSpan Remaining)> Waiting { get; } = new();

    internal ErrorCondition Failure(string instanceId) => Failed.Single(error => Equals(error.Subject, instanceId)).Condition;

    internal static string Plain(WindowsPasswordResult result) => new NetworkCredential("", result.Password).Password;

    public Task FoundAsync(WindowsPasswordResult result)
    {
        Found.Add(result);
        Assert.True(FoundUtc.TryAdd(result.InstanceId!, clock.UtcNow), "handed out twice: " + result.InstanceId);
        return Task.CompletedTask;
    }

    public Task FailedAsync(Ec2KeyPairException error)
    {
        Failed.Add(error);
        if (error.Subject is string id) FailedUtc[id] = clock.UtcNow;
        return Task.CompletedTask;
    }

    public Task WaitingAsync(int instances, TimeSpan remaining)
    {
        Waiting.Enqueue((instances, remaining));
        return Task.CompletedTask;
    }

    public Task WarnAsync(string text)
    {
        Warnings.Enqueue(text);
        return Task.CompletedTask;
    }

    public Task ExplainAsync(string text)
    {
        Explanations.Enqueue(text);
        return Task.CompletedTask;
    }
}
