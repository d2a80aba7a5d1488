namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>
/// Runs what blocks on a thread of its own. SSH.NET waits for the server's answers on the thread that asks; on the
/// pool's few threads, a hundred hosts would wait for each other.
/// </summary>
internal static class OwnThread
{
    internal static Task<T> RunAsync<T>(Func<T> blocking) => Task.Factory.StartNew(
        blocking, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    internal static Task RunAsync(Action blocking) => RunAsync<object?>(() =>
    {
        blocking();
        return null;
    });
}
