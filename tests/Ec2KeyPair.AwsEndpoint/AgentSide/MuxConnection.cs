using System.Net.Sockets;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>One stream of a multiplexed session and its connection to the destination.</summary>
internal sealed class MuxConnection : IAsyncDisposable
{
    private const int HeaderSize = 8, LargestData = 32 * 1024;
    private readonly MuxPortWork _mux;
    private readonly uint _id;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<NetworkStream?> _connecting;
    private readonly Task _reading;

    internal MuxConnection(MuxPortWork mux, uint id, PortDestination destination)
    {
        _mux = mux;
        _id = id;
        _connecting = Task.Run(() => ConnectAsync(destination));
        _reading = Task.Run(ReadAsync);
    }

    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            if (await _connecting is { } stream) await stream.WriteAsync(data, _stop.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The reader ends the stream.
        }
    }

    /// <summary>The client closed the stream: the destination is closed both ways.</summary>
    internal void Close() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task<NetworkStream?> ConnectAsync(PortDestination destination)
    {
        try
        {
            return await destination.ConnectAsync(_stop.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task ReadAsync()
    {
        var stream = await _connecting;
        try
        {
            if (stream is null)
            {
                await _mux.RefuseAsync();
                return;
            }

            var buffer = new byte[HeaderSize + LargestData];
            while (await stream.ReadAsync(buffer.AsMemory(HeaderSize), _stop.Token) is var count and > 0)
            {
                await _mux.WhilePausedAsync(_stop.Token);
                // The agent's frames are copies, so the buffer is free again afterwards.
                await _mux.SendAsync(2, _id, buffer.AsMemory(0, HeaderSize + count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed by the client, or broken.
        }
        finally
        {
            if (stream is not null) await stream.DisposeAsync();
            await _mux.EndAsync(_id);
        }
    }
}
