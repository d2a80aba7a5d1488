using System.Threading.Channels;

namespace Ec2KeyPair.Core.Sessions;

/// <summary>Wakes one waiting task. Set twice before anybody waits, it wakes once.</summary>
internal sealed class Signal
{
    private readonly Channel<byte> _channel = System.Threading.Channels.Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Set() => _channel.Writer.TryWrite(0);

    internal async ValueTask WaitAsync(CancellationToken cancel) => await _channel.Reader.ReadAsync(cancel).ConfigureAwait(false);
}
