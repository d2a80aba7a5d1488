using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Windows;

/// <summary>The first password of one instance, for who needs just that.</summary>
public static class FirstPassword
{
    /// <summary>Gets it; does not wait for one that is not there yet.</summary>
    /// <param name="instances">Tells the console output.</param>
    /// <param name="liveConsoles">Tells it as it is now.</param>
    /// <param name="passwords">Tells the password data.</param>
    /// <param name="launchKeys">Finds and opens the launch key.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="explain">Told what is worth telling under -Verbose.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">Whatever Get-EC2WindowsPassword would report for it.</exception>
    public static async Task<WindowsPasswordResult> GetAsync(
        IInstanceApi instances,
        ILiveConsoleApi liveConsoles,
        IPasswordDataApi passwords,
        LaunchKeyFinder launchKeys,
        Ec2Instance instance,
        Func<string, Task> explain,
        CancellationToken cancel)
    {
        var answer = new Answer(explain);
        var service = new WindowsPasswordService(
            instances, liveConsoles, passwords, () => throw new NotSupportedException(), launchKeys, SystemClock.Instance, answer, new WindowsPasswordOptions { ThrottleLimit = 1 });
        await service.RunAsync(InstanceBatches.Of(instance), cancel).ConfigureAwait(false);
        return answer.Result ?? throw answer.Error!;
    }

    private sealed class Answer(Func<string, Task> explain) : IWindowsPasswordObserver
    {
        internal WindowsPasswordResult? Result { get; private set; }

        internal Ec2KeyPairException? Error { get; private set; }

        public Task FoundAsync(WindowsPasswordResult result)
        {
            Result = result;
            return Task.CompletedTask;
        }

        public Task FailedAsync(Ec2KeyPairException error)
        {
            Error = error;
            return Task.CompletedTask;
        }

        public Task WaitingAsync(int instances, TimeSpan remaining) => Task.CompletedTask;

        public Task WarnAsync(string text) => explain(text);

        public Task ExplainAsync(string text) => explain(text);
    }
}
