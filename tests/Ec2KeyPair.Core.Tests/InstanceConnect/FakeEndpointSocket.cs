using System.Threading.Channels;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Core.Tests.InstanceConnect;

/// <summary>The service's end of a tunnel, in memory.</summary>
internal sealed class FakeEndpointSocket : IEndpointSocket
{
    private readonly Channel<object?> _toClient = Channel.CreateUnbounded<object?>();

    internal List<byte[]> Sent { get; } = [];

    internal TaskCompletionSource HasEndedSending { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource IsDisposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the next send fails with.</summary>
    internal Exception? SendFailure { get; set; }

    internal void Give(byte[] data) => _toClient.Writer.TryWrite(data);

    internal void GiveEnd() => _toClient.Writer.TryWrite(null);

    internal void GiveFailure(Exception failure) => _toClient.Writer.TryWrite(failure);

    public async ValueTask<int> ReceiveAsync(byte[] buffer, CancellationToken cancel)
    {
        switch (await _toClient.Reader.ReadAsync(cancel))
        {
            case byte[] data:
                data.CopyTo(buffer, 0);
                return data.Length;
            case Exception failure:
                throw failure;
            default:
                return 0;
        }
    }

    public ValueTask SendAsync(byte[] buffer, int count, CancellationToken cancel)
    {
        if (SendFailure is { } failure) return ValueTask.FromException(failure);
        Sent.Add(buffer[..count]);
        return ValueTask.CompletedTask;
    }

    public Task EndSendingAsync(CancellationToken cancel)
    {
        HasEndedSending.TrySetResult();
        return Task.CompletedTask;
    }

    public void Dispose() => IsDisposed.TrySetResult();
}
