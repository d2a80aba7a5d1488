using System.Buffers;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>
/// Joins a local connection with a tunnel of an Instance Connect Endpoint, byte for byte. Each direction holds one
/// buffer and reads on only when its other side has taken it.
/// </summary>
internal sealed class EndpointRelay(IEndpointSocket remote, TunnelTraffic traffic, IClock clock)
{
    /// <summary>Bytes of a frame at most; the official client never sends more.</summary>
    internal const int LargestSend = 65_000;

    private const int ReceiveSize = 64 * 1024;

    // What the service does when this side closes is not documented: where it goes on with the answer, this long is waited for it.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private readonly LocalClose _close = new();

    /// <summary>Carries a connection to its end, and closes it.</summary>
    /// <exception cref="Ec2KeyPairException">ConnectEndpointFailed.</exception>
    internal async Task CarryAsync(Stream local, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var up = UpAsync(local, stop.Token);
        try
        {
            await CarryAsync(up, local, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            stop.Cancel();
            // Closing the connection is what ends a read that is still under way.
            local.Dispose();
            await up.ConfigureAwait(false);
        }
    }

    /// <summary>Carries what an input says and an output hears, until either side has ended. They stay open: a read of the input may go on for ever.</summary>
    /// <exception cref="Ec2KeyPairException">ConnectEndpointFailed.</exception>
    internal async Task CarryAsync(Stream input, Stream output, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await CarryAsync(UpAsync(input, stop.Token), output, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            stop.Cancel();
        }
    }

    private async Task CarryAsync(Task<LocalEnd> up, Stream output, CancellationToken stop)
    {
        var down = DownAsync(output, stop);
        try
        {
            await Task.WhenAny(down, up).ConfigureAwait(false);
            if (up.IsCompleted) await TakeLeaveAsync(await up.ConfigureAwait(false), down, stop).ConfigureAwait(false);
            if (down.IsCompleted) await down.ConfigureAwait(false);
            else if (up.IsCompleted && (await up.ConfigureAwait(false)).Failure is { } failure) throw failure;
        }
        finally
        {
            remote.Dispose();
        }

        stop.ThrowIfCancellationRequested();
    }

    private async Task TakeLeaveAsync(LocalEnd end, Task down, CancellationToken stop)
    {
        if (end.HasSaidAll)
        {
            await _close.AwaitAnswerAsync(down, clock, stop).ConfigureAwait(false);
            if (down.IsCompleted) return;
            await remote.EndSendingAsync(stop).ConfigureAwait(false);
        }

        // The service's own words tell more than a send that failed: they are on their way.
        if (end.HasSaidAll || end.Failure is not null) await Task.WhenAny(down, clock.DelayAsync(Farewell, stop)).ConfigureAwait(false);
    }

    private async Task<LocalEnd> UpAsync(Stream input, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestSend);
        try
        {
            while (await input.ReadSomeAsync(buffer, 0, LargestSend, stop).ConfigureAwait(false) is var count and > 0)
            {
                _close.Sent();
                await remote.SendAsync(buffer, count, stop).ConfigureAwait(false);
                traffic.AddSent(count);
            }

            return LocalEnd.SaidAll;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return LocalEnd.Gone;
        }
        catch (Ec2KeyPairException e)
        {
            return new LocalEnd(false, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task DownAsync(Stream output, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveSize);
        try
        {
            while (await remote.ReceiveAsync(buffer, stop).ConfigureAwait(false) is var count and > 0)
            {
                // Before it is written: who has read it may close at once.
                _close.Received();
                await output.WriteAllAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false);
                await output.FlushAsync(stop).ConfigureAwait(false);
                traffic.AddReceived(count);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The local side is gone; the other direction notices too.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>How the local side's data ended.</summary>
    /// <param name="HasSaidAll">In order; false when it is gone.</param>
    /// <param name="Failure">Why nothing more could be sent.</param>
    private sealed record LocalEnd(bool HasSaidAll, Ec2KeyPairException? Failure)
    {
        internal static readonly LocalEnd SaidAll = new(true, null);
        internal static readonly LocalEnd Gone = new(false, null);
    }
}
