using System.Net;
using System.Net.Sockets;

namespace Ec2KeyPair.Core.Access;

/// <summary>Tries ports with TCP connections.</summary>
public sealed class TcpPortProbe : IPortProbe
{
    // Connecting a UDP socket looks up the route and sends nothing; any port will do.
    private const int DiscardPort = 9;

    /// <inheritdoc/>
    public async Task<PortAnswer> TryAsync(IPAddress address, int port, CancellationToken cancel)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // Closing the socket is what ends an attempt on both targets.
        using var given = cancel.Register(socket.Dispose);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port)).ConfigureAwait(false);
            return PortAnswer.Open;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            cancel.ThrowIfCancellationRequested();
            return e is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? PortAnswer.Refused : PortAnswer.Unreachable;
        }
    }

    /// <inheritdoc/>
    public IPAddress? AddressTowards(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(new IPEndPoint(address, DiscardPort));
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
