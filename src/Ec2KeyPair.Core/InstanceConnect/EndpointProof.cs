using System.Buffers;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>
/// A connection that nobody uses: what the service refuses, and a target that it can't reach, show now and not to the first
/// program that connects.
/// </summary>
internal static class EndpointProof
{
    // An SSH server speaks first and a refused connection is reported at once; whoever is silent this long is given credit.
    private static readonly TimeSpan FirstSign = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private const int BufferSize = 4096;

    /// <exception cref="Ec2KeyPairException">ConnectEndpointRefused, ConnectEndpointFailed, or an Aws condition.</exception>
    internal static async Task RunAsync(EndpointConnector connector, EndpointTarget target, IClock clock, CancellationToken cancel)
    {
        using var proof = await connector.OpenAsync(target, cancel).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var first = FirstAsync(proof, stop.Token);
        await Task.WhenAny(first, clock.DelayAsync(FirstSign, stop.Token)).ConfigureAwait(false);
        if (first.IsCompleted) await first.ConfigureAwait(false);
        var ended = EndAsync(proof, first, stop.Token);
        // How it ends proves nothing more.
        await Task.WhenAny(ended, clock.DelayAsync(Farewell, stop.Token)).ConfigureAwait(false);
        stop.Cancel();
        cancel.ThrowIfCancellationRequested();
    }

    private static async Task FirstAsync(IEndpointSocket proof, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await proof.ReceiveAsync(buffer, stop).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task EndAsync(IEndpointSocket proof, Task first, CancellationToken stop)
    {
        await proof.EndSendingAsync(stop).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        while (await proof.ReceiveAsync(buffer, stop).ConfigureAwait(false) > 0)
        {
            // The rest of a greeting.
        }
    }
}
