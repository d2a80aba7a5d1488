using System.Buffers;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Mux;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>Many connections over one session: each a stream of its own.</summary>
internal sealed class MuxPort(ISession session, IClock clock) : IPort
{
    private readonly MuxClient _client = new(session, clock);

    public int Connections => _client.OpenStreams;

    public long RefusedByAgent => _client.RefusedByAgent;

    internal MuxClient Client => _client;

    public async Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel)
    {
        var remote = await _client.OpenAsync(cancel).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var close = new LocalClose();
        var up = UpAsync(local, remote, traffic, close, stop.Token);
        var down = DownAsync(local, remote, traffic, close, stop.Token);
        if (await Task.WhenAny(up, down).ConfigureAwait(false) == up && await up.ConfigureAwait(false))
        {
            await close.AwaitAnswerAsync(down, clock, stop.Token).ConfigureAwait(false);
        }

        stop.Cancel();
        remote.Close();
        // Closing the connection is what ends a read or write that is still under way.
        local.Dispose();
        await Task.WhenAll(up, down).ConfigureAwait(false);
    }

    public ValueTask OutputAsync(ReadOnlyMemory<byte> data) => _client.OutputAsync(data);

    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

    public ValueTask ExitCodeAsync(int exitCode) => default;

    public ValueTask SignalAsync(SessionSignal signal) => _client.SignalAsync(signal);

    public void Dispose() => _client.Dispose();

    // True when the local side has said all it had to say; false when it is gone.
    private static async Task<bool> UpAsync(Stream local, MuxStream remote, TunnelTraffic traffic, LocalClose close, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MuxHeader.Size + MuxHeader.LargestData);
        try
        {
            while (true)
            {
                var count = await local.ReadSomeAsync(buffer, MuxHeader.Size, MuxHeader.LargestData, stop).ConfigureAwait(false);
                if (count == 0) return true;
                close.Sent();
                await remote.WriteAsync(buffer, count, stop).ConfigureAwait(false);
                traffic.AddSent(count);
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task DownAsync(Stream local, MuxStream remote, TunnelTraffic traffic, LocalClose close, CancellationToken stop)
    {
        try
        {
            while (await remote.TakeAsync(stop).ConfigureAwait(false) is { } chunk)
            {
                // Before it is written: who has read it may close at once.
                close.Received();
                await local.WriteAllAsync(chunk.Bytes, stop).ConfigureAwait(false);
                traffic.AddReceived(chunk.Length);
                remote.Taken(clock.UtcNow);
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // The local side is gone; the other direction notices too.
        }
    }

    private static bool IsOver(Exception error) =>
        error is IOException or ObjectDisposedException or OperationCanceledException or Ec2KeyPairException;
}
