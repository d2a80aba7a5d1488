using System.Collections.Concurrent;
using System.Net;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Core.Tests.Windows.Reset;

/// <summary>What a reset came to.</summary>
internal sealed class FakeResetObserver : IPasswordResetObserver
{
    internal ConcurrentQueue<(string InstanceId, string UserName, string Password)> Set { get; } = new();

    internal ConcurrentQueue<Ec2KeyPairException> Failed { get; } = new();

    internal ConcurrentQueue<string> Explanations { get; } = new();

    internal ConcurrentQueue<string> Warnings { get; } = new();

    internal ConcurrentQueue<string> LastWords { get; } = new();

    internal ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>False once the caller has gone away.</summary>
    internal bool HasCaller { get; set; } = true;

    internal Func<Ec2Instance, bool> Allows { get; set; } = _ => true;

    public Task<bool> AllowsAsync(Ec2Instance instance, string action)
    {
        Asked.Enqueue(instance.InstanceId + ": " + action);
        return Task.FromResult(Allows(instance));
    }

    public Task<bool> SetAsync(NewWindowsPassword password)
    {
        if (HasCaller) Set.Enqueue((password.Instance.InstanceId, password.UserName, new NetworkCredential("", password.Password).Password));
        return Task.FromResult(HasCaller);
    }

    public Task FailedAsync(Ec2KeyPairException error) => Tell(Failed, error);

    public Task ExplainAsync(string text) => Tell(Explanations, text);

    public Task WarnAsync(string text) => Tell(Warnings, text);

    public Task WaitingAsync(int instances) => Task.CompletedTask;

    public Task StepAsync(ResetStep step) => Task.CompletedTask;

    public Task<bool?> MayDeleteAsync(string parameterName) => Task.FromResult<bool?>(null);

    public void LastWord(string text) => LastWords.Enqueue(text);

    private Task Tell<T>(ConcurrentQueue<T> to, T what)
    {
        if (!HasCaller) return Task.FromCanceled(new CancellationToken(true));
        to.Enqueue(what);
        return Task.CompletedTask;
    }
}
