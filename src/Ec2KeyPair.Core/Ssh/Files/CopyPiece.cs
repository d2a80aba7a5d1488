using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>One of many things that are copied.</summary>
internal static class CopyPiece
{
    /// <summary>Runs it: what concerns one file is told, and the others go on; what concerns the connection ends it all.</summary>
    internal static async Task TryAsync(RemoteFiles remote, ICopyObserver observer, Func<Task> piece)
    {
        try
        {
            await piece().ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!remote.IsLost)
        {
            await observer.FailedAsync(e).ConfigureAwait(false);
        }
    }
}
