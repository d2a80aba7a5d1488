using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tunnels;

/// <summary>
/// A port of this machine that leads to a port of an instance, or of a host behind it. It listens until it is disposed:
/// one connection's end is its own affair.
/// </summary>
public sealed class Tunnel : IAsyncDisposable
{
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(6);
    private readonly ITunnelCarrier _carrier;
    private readonly LoopbackListener _listener;
    private readonly TunnelTraffic _traffic = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private Task _listening = Task.CompletedTask;
    private long _connections;
    private int _open;
    private long _failed;
    private string? _lastFailure;
    private int _isDisposed;

    private Tunnel(LoopbackListener listener, ITunnelCarrier carrier)
    {
        _listener = listener;
        _carrier = carrier;
        _stopped = _stop.Token;
    }

    /// <summary>The address that it listens on: 127.0.0.1 (and ::1), or another one of the loopback.</summary>
    public IPAddress LocalAddress => _listener.Address;

    /// <summary>The port on it.</summary>
    public int LocalPort => _listener.Port;

    /// <summary>Its figures now.</summary>
    public TunnelStatus Status
    {
        get
        {
            var carrier = _carrier.Status;
            return new TunnelStatus
            {
                State = _isDisposed != 0 ? TunnelState.Closed : carrier.State,
                SessionIds = carrier.SessionIds,
                Connections = _open,
                TotalConnections = Interlocked.Read(ref _connections),
                FailedConnections = Interlocked.Read(ref _failed) + carrier.Refused,
                BytesSent = _traffic.Sent,
                BytesReceived = _traffic.Received,
                RoundTrip = carrier.RoundTrip,
                Resends = carrier.Resends,
                Reconnects = carrier.Reconnects,
                LongestConnection = carrier.LongestConnection,
                LastError = carrier.LastError.Length > 0 ? carrier.LastError : _lastFailure ?? "",
            };
        }
    }

    /// <summary>Listens, and opens what carries the connections.</summary>
    /// <param name="localPort">The local port; 0 for a free one.</param>
    /// <param name="carrierOf">Makes the carrier for the local port that was got.</param>
    /// <param name="cancel">Gives up opening.</param>
    /// <param name="localAddress">Another address of the loopback to listen on; null for 127.0.0.1 and ::1.</param>
    /// <exception cref="Ec2KeyPairException">LocalPortUnavailable, or why nothing can be carried.</exception>
    internal static async Task<Tunnel> OpenAsync(
        int localPort, Func<int, ITunnelCarrier> carrierOf, CancellationToken cancel, IPAddress? localAddress = null)
    {
        // The port first: taken, it costs no session.
        var listener = new LoopbackListener(localPort, localAddress);
        var tunnel = new Tunnel(listener, carrierOf(listener.Port));
        try
        {
            await tunnel._carrier.OpenAsync(cancel).ConfigureAwait(false);
            tunnel._listening = Task.Run(() => listener.RunAsync(tunnel.Connected), CancellationToken.None);
            return tunnel;
        }
        catch
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the port, the connections and what carries them; takes at most some seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _listener.Dispose();
        _stop.Cancel();
        await _listening.ConfigureAwait(false);
        var closing = _carrier.DisposeAsync().AsTask();
        await Task.WhenAny(closing, Task.Delay(LongestClosing)).ConfigureAwait(false);
    }

    private void Connected(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        _ = Task.Run(() => ServeAsync(socket));
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _open);
        try
        {
            socket.NoDelay = true;
            using var local = new NetworkStream(socket, ownsSocket: true);
            await _carrier.ServeAsync(local, _traffic, _stopped).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The tunnel closes.
        }
        catch (Exception e) when (e is Ec2KeyPairException or IOException or SocketException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _failed);
            _lastFailure = e.Message;
        }
        finally
        {
            socket.Dispose();
            Interlocked.Decrement(ref _open);
        }
    }
}
