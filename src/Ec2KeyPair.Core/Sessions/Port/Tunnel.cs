using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>
/// A port of this machine that leads to a port of an instance, or of a host behind it, over one or more sessions.
/// It listens until it is disposed: sessions that end are replaced, one connection's end is its own affair.
/// </summary>
public sealed class Tunnel : IAsyncDisposable
{
    private static readonly TimeSpan LongestClosing = TimeSpan.FromSeconds(6);
    private readonly TunnelPool _pool;
    private readonly LoopbackListener _listener;
    private readonly TunnelTraffic _traffic = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private Task _listening = Task.CompletedTask;
    private long _connections;
    private int _open;
    private long _failed;
    private int _isDisposed;

    private Tunnel(LoopbackListener listener, TunnelPool pool)
    {
        _listener = listener;
        _pool = pool;
        _stopped = _stop.Token;
    }

    /// <summary>The address that it listens on: 127.0.0.1 (and ::1), or another one of the loopback.</summary>
    public IPAddress LocalAddress => _listener.Address;

    /// <summary>The port on it.</summary>
    public int LocalPort => _listener.Port;

    /// <summary>Its figures now.</summary>
    public TunnelStatus Status => _pool.Describe() with
    {
        State = _isDisposed != 0 ? TunnelState.Closed : _pool.State,
        Connections = _open,
        TotalConnections = Interlocked.Read(ref _connections),
        FailedConnections = Interlocked.Read(ref _failed) + _pool.RefusedByAgents,
        BytesSent = _traffic.Sent,
        BytesReceived = _traffic.Received,
    };

    /// <summary>Listens, and opens the sessions.</summary>
    /// <param name="localPort">The local port; 0 for a free one.</param>
    /// <param name="sessionCount">Sessions side by side: an agent sends at most some 0.6 MB/s through one.</param>
    /// <param name="open">Opens a session for this local port with this sink.</param>
    /// <param name="cancel">Gives up opening.</param>
    /// <param name="localAddress">Another address of the loopback to listen on; null for 127.0.0.1 and ::1.</param>
    /// <exception cref="Ec2KeyPairException">LocalPortUnavailable, or why there is no session.</exception>
    public static Task<Tunnel> OpenAsync(
        int localPort,
        int sessionCount,
        Func<int, ISessionSink, CancellationToken, Task<ISession>> open,
        CancellationToken cancel,
        IPAddress? localAddress = null) =>
        OpenAsync(localPort, sessionCount, open, SystemClock.Instance, cancel, localAddress);

    internal static async Task<Tunnel> OpenAsync(
        int localPort,
        int sessionCount,
        Func<int, ISessionSink, CancellationToken, Task<ISession>> open,
        IClock clock,
        CancellationToken cancel,
        IPAddress? localAddress = null)
    {
        // The port first: taken, it costs no session.
        var listener = new LoopbackListener(localPort, localAddress);
        var pool = new TunnelPool(sessionCount, (sink, stop) => open(listener.Port, sink, stop), clock);
        var tunnel = new Tunnel(listener, pool);
        try
        {
            await pool.OpenAsync(cancel).ConfigureAwait(false);
            tunnel._listening = Task.Run(() => listener.RunAsync(tunnel.Connected), CancellationToken.None);
            return tunnel;
        }
        catch
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Closes the port, the connections and the sessions; takes at most some seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _listener.Dispose();
        _stop.Cancel();
        await _listening.ConfigureAwait(false);
        var closing = _pool.DisposeAsync().AsTask();
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
            var session = await _pool.ChooseAsync(_stopped).ConfigureAwait(false);
            await session.Port.ServeAsync(local, _traffic, _stopped).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The tunnel closes.
        }
        catch (Exception e) when (e is Ec2KeyPairException or IOException or SocketException or ObjectDisposedException)
        {
            Interlocked.Increment(ref _failed);
            _pool.Remember(e.Message);
        }
        finally
        {
            socket.Dispose();
            Interlocked.Decrement(ref _open);
        }
    }
}
