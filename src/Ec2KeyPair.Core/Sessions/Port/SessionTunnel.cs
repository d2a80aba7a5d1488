using System.Net;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.Sessions.Port;

/// <summary>Tunnels through Session Manager, over one or more sessions; sessions that end are replaced.</summary>
public static class SessionTunnel
{
    /// <summary>Listens, and opens the sessions.</summary>
    /// <param name="localPort">The local port; 0 for a free one.</param>
    /// <param name="sessionCount">Sessions side by side: an agent sends at most some 0.6 MB/s through one.</param>
    /// <param name="open">Opens a session for this local port with this sink.</param>
    /// <param name="cancel">Gives up opening.</param>
    /// <param name="localAddress">Another address of the loopback to listen on; null for 127.0.0.1 and ::1.</param>
    /// <exception cref="Errors.Ec2KeyPairException">LocalPortUnavailable, or why there is no session.</exception>
    public static Task<Tunnel> OpenAsync(
        int localPort,
        int sessionCount,
        Func<int, ISessionSink, CancellationToken, Task<ISession>> open,
        CancellationToken cancel,
        IPAddress? localAddress = null) =>
        Tunnel.OpenAsync(
            localPort,
            port => new TunnelPool(sessionCount, (sink, stop) => open(port, sink, stop), SystemClock.Instance),
            cancel,
            localAddress);
}
