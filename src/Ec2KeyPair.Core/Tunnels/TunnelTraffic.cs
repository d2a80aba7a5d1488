namespace Ec2KeyPair.Core.Tunnels;

/// <summary>Counts what passes through a tunnel, over all its sessions.</summary>
internal sealed class TunnelTraffic
{
    private long _sent;
    private long _received;

    internal long Sent => Interlocked.Read(ref _sent);

    internal long Received => Interlocked.Read(ref _received);

    internal void AddSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    internal void AddReceived(int bytes) => Interlocked.Add(ref _received, bytes);
}
