using System.Buffers;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>
/// One connection at a time, for agents up to 3.0.196.0: the session is the connection. When the local side leaves, the
/// agent is told to let go of the remote port, and connects again with the next data.
/// </summary>
internal sealed class BasicPort(ISession session) : IPort
{
    private const int BufferSize = 32 * 1024;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource<(Stream Local, TunnelTraffic Traffic)> _connected = NewConnection();
    private TaskCompletionSource<bool>? _refused;
    private volatile bool _isLeaving;
    private int _connections;

    public int Connections => _connections;

    public long RefusedByAgent { get; private set; }

    public async Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, _stop.Token);
            await _turn.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                await CarryAsync(local, traffic, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    // What the server says before anybody has connected waits here.
    public async ValueTask OutputAsync(ReadOnlyMemory<byte> data)
    {
        if (_isLeaving) return;
        var (local, traffic) = await _connected.Task.ConfigureAwait(false);
        try
        {
            await local.WriteAllAsync(data, CancellationToken.None).ConfigureAwait(false);
            traffic.AddReceived(data.Length);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The local side is gone; its reader notices too.
        }
    }

    public ValueTask ErrorOutputAsync(ReadOnlyMemory<byte> data) => default;

    public ValueTask ExitCodeAsync(int exitCode) => default;

    public ValueTask SignalAsync(SessionSignal signal)
    {
        if (signal != SessionSignal.ConnectToPortError) return default;
        RefusedByAgent++;
        _refused?.TrySetResult(true);
        return default;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _connected.TrySetCanceled();
        _stop.Dispose();
    }

    private static TaskCompletionSource<(Stream, TunnelTraffic)> NewConnection() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task CarryAsync(Stream local, TunnelTraffic traffic, CancellationToken stop)
    {
        _refused = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _connected.TrySetResult((local, traffic));
        var up = UpAsync(local, traffic, stop);
        await Task.WhenAny(up, session.Ended, _refused.Task).ConfigureAwait(false);
        _isLeaving = true;
        local.Dispose();
        await up.ConfigureAwait(false);
        if (session.Ended.IsCompleted) return;
        // What the old connection still sends must not reach the next one.
        await session.SendAsync(SessionSignal.DisconnectToPort, stop).ConfigureAwait(false);
        await session.FlushAsync(stop).ConfigureAwait(false);
        _connected = NewConnection();
        _isLeaving = false;
    }

    private async Task UpAsync(Stream local, TunnelTraffic traffic, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await local.ReadSomeAsync(buffer, 0, BufferSize, stop).ConfigureAwait(false) is var count and > 0)
            {
                await session.WriteAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false);
                traffic.AddSent(count);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or Ec2KeyPairException)
        {
            // Over: the caller sees which side it was.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
