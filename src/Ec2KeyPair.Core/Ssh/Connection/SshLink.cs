using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Ssh.Ways;
using Renci.SshNet;

namespace Ec2KeyPair.Core.Ssh.Connection;

/// <summary>An SSH connection with one instance, logged in. Disposing it hangs up.</summary>
/// <typeparam name="T">What it is for: commands or files.</typeparam>
internal sealed class SshLink<T>(Ec2Instance instance, ConnectionRoute via, string userName, T client, ISshPath path) : IAsyncDisposable
    where T : BaseClient
{
    internal Ec2Instance Instance => instance;

    internal ConnectionRoute Via => via;

    internal string UserName => userName;

    internal T Client => client;

    /// <summary>Ends at once whatever waits for the server.</summary>
    internal void Cut() => path.Cut();

    /// <summary>Why the way ended, where whoever carries it has said so; null where nobody has. What is left of the link is ended first.</summary>
    internal async Task<Errors.Ec2KeyPairException?> FailureAsync()
    {
        await path.DisposeAsync().ConfigureAwait(false);
        return path.Failure;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await OwnThread.RunAsync(client.Dispose).ConfigureAwait(false);
        }
        catch (Exception e) when (SshErrors.IsOfConnection(e))
        {
            // It was broken already; that is told where it mattered.
        }

        await path.DisposeAsync().ConfigureAwait(false);
    }
}
