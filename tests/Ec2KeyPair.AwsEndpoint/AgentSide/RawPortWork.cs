using System.Buffers.Binary;
using System.Net.Sockets;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>
/// One connection at a time: for AWS-StartSSHSession dialled at the start and the session's life; for old agents let go
/// of at DisconnectToPort and dialled again with the next data.
/// </summary>
internal sealed class RawPortWork(Agent agent, PortDestination destination, bool isStdio) : IAgentWork
{
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NetworkStream? _stream;

    public async Task<string> RunAsync(CancellationToken cancel)
    {
        if (destination.Refusal is { } refusal) return refusal;
        try
        {
            await ConnectAsync(cancel);
        }
        catch (SocketException)
        {
            if (isStdio) return "Unable to connect to specified port";
            await RefuseAsync();
        }

        return await _ended.Task.WaitAsync(cancel);
    }

    public async ValueTask<bool> TakeAsync(uint payloadType, ReadOnlyMemory<byte> payload)
    {
        if (payloadType == Payload.Flag)
        {
            var flag = BinaryPrimitives.ReadUInt32BigEndian(payload.Span);
            if (flag == 2) _ended.TrySetResult("");
            if (flag == 1) Disconnect();
            return true;
        }

        try
        {
            if (_stream is null)
            {
                if (isStdio) return false;
                await ConnectAsync(CancellationToken.None);
            }

            await _stream!.WriteAsync(payload);
        }
        catch (SocketException)
        {
            await RefuseAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false; // The real agent stays silent too, and the frame comes for ever.
        }

        return true;
    }

    public ValueTask DisposeAsync()
    {
        Disconnect();
        return ValueTask.CompletedTask;
    }

    private ValueTask RefuseAsync() => agent.SendAsync(Payload.Flag, new byte[] { 0, 0, 0, 3 });

    private void Disconnect() => Interlocked.Exchange(ref _stream, null)?.Dispose();

    private async Task ConnectAsync(CancellationToken cancel)
    {
        var stream = await destination.ConnectAsync(cancel);
        _stream = stream;
        _ = Task.Run(() => ReadAsync(stream), cancel);
    }

    private async Task ReadAsync(NetworkStream stream)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer) is var count and > 0)
            {
                while (agent.IsPaused) await Task.Delay(20);
                await agent.SendAsync(Payload.Output, buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed from here, or broken.
        }

        if (isStdio) _ended.TrySetResult("");
    }
}
