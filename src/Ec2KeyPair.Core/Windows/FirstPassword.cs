using System.Threading.Channels;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows;

/// <summary>The first password of one instance, for who needs just that.</summary>
public static class FirstPassword
{
    /// <summary>Gets it; does not wait for one that is not there yet.</summary>
    /// <param name="instances">Tells launch key and account name.</param>
    /// <param name="passwords">Tells the password data.</param>
    /// <param name="launchKeys">Finds and opens the launch key.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="explain">Told what is worth telling under -Verbose.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">Whatever Get-EC2WindowsPassword would report for it.</exception>
    public static async Task<WindowsPasswordResult> GetAsync(
        IInstanceApi instances,
        IPasswordDataApi passwords,
        LaunchKeyFinder launchKeys,
        string instanceId,
        Func<string, Task> explain,
        CancellationToken cancel)
    {
        var inputs = Channel.CreateBounded<string>(1);
        inputs.Writer.TryWrite(instanceId);
        inputs.Writer.Complete();
        var answer = new Answer(explain);
        var service = new WindowsPasswordService(instances, passwords, launchKeys, SystemClock.Instance, answer);
        await service.RunAsync(inputs.Reader, new WindowsPasswordOptions { ThrottleLimit = 1 }, cancel).ConfigureAwait(false);
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

        public Task ExplainAsync(string text) => explain(text);
    }
}
