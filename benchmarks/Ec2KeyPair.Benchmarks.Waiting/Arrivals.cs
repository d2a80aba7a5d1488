using System.Collections.Concurrent;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Benchmarks.Waiting;

/// <summary>When each password came out.</summary>
internal sealed class Arrivals(TimeProvider time) : IWindowsPasswordObserver
{
    internal ConcurrentDictionary<string, DateTimeOffset> Found { get; } = new();

    public Task FoundAsync(WindowsPasswordResult result)
    {
        Found[result.InstanceId!] = time.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task FailedAsync(Ec2KeyPairException error) => throw error;

    public Task WaitingAsync(int instances, TimeSpan remaining) => Task.CompletedTask;

    public Task WarnAsync(string text) => Task.CompletedTask;

    public Task ExplainAsync(string text) => Console.Error.WriteLineAsync(text);
}
