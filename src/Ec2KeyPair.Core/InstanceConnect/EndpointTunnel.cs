using System.Net;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Tunnels through an Instance Connect Endpoint.</summary>
public static class EndpointTunnel
{
    /// <summary>Listens, after the service has opened one tunnel as a proof.</summary>
    /// <param name="localPort">The local port; 0 for a free one.</param>
    /// <param name="connector">Opens the tunnel of each connection.</param>
    /// <param name="target">Where they lead.</param>
    /// <param name="cancel">Gives up opening.</param>
    /// <param name="localAddress">Another address of the loopback to listen on; null for 127.0.0.1 and ::1.</param>
    /// <exception cref="Errors.Ec2KeyPairException">LocalPortUnavailable, ConnectEndpointRefused, ConnectEndpointFailed or an Aws condition.</exception>
    public static Task<Tunnel> OpenAsync(
        int localPort, EndpointConnector connector, EndpointTarget target, CancellationToken cancel, IPAddress? localAddress = null) =>
        Tunnel.OpenAsync(localPort, _ => new EndpointCarrier(connector, target, SystemClock.Instance), cancel, localAddress);
}
