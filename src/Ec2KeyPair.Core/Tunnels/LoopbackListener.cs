using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tunnels;

/// <summary>Listens on 127.0.0.1 and, where the machine has it, on ::1, or on another address of the loopback; on nothing else, ever.</summary>
internal sealed class LoopbackListener : IDisposable
{
    private readonly List<TcpListener> _listeners = [];
    private volatile bool _isClosed;

    /// <summary>Listens.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="address">Another address of the loopback; null for the usual ones.</param>
    /// <exception cref="Ec2KeyPairException">LocalPortUnavailable.</exception>
    internal LoopbackListener(int port, IPAddress? address = null)
    {
        if (address is not null && !IPAddress.IsLoopback(address)) throw new ArgumentException("Others could connect.", nameof(address));
        Address = address ?? IPAddress.Loopback;
        Port = Listen(Address, port);
        if (address is not null || !Socket.OSSupportsIPv6) return;
        try
        {
            Listen(IPAddress.IPv6Loopback, Port);
        }
        catch (Ec2KeyPairException) when (port == 0)
        {
            // Somebody has this number on ::1: the free port that was asked for is one of 127.0.0.1 then.
        }
        catch (Ec2KeyPairException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
        {
            // IPv6 is built in here and has no loopback address.
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The address, or the first of them.</summary>
    internal IPAddress Address { get; }

    /// <summary>The port.</summary>
    internal int Port { get; }

    /// <summary>Passes each connection on, until this is closed.</summary>
    internal Task RunAsync(Action<Socket> connected) => Task.WhenAll(_listeners.Select(listener => AcceptAsync(listener, connected)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        foreach (var listener in _listeners) listener.Stop();
    }

    private int Listen(IPAddress address, int port)
    {
        var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.LocalPortUnavailable,
                $"The local port {port} can't be listened on: {e.Message}",
                port,
                "Take another -LocalPort, or 0 for any that is free.",
                e);
        }

        _listeners.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AcceptAsync(TcpListener listener, Action<Socket> connected)
    {
        while (!_isClosed)
        {
            try
            {
                connected(await listener.AcceptSocketAsync().ConfigureAwait(false));
            }
            catch (Exception e) when (_isClosed && e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            catch (SocketException)
            {
                // One that was gone before it was taken, or no file handles left: the others wait, and so do we.
                await Task.Delay(100).ConfigureAwait(false);
            }
        }
    }
}
