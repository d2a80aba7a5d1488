using System.Net;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Port;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Hosting.Rdp;

/// <summary>A way to an instance's RDP server that is open until this is disposed: its own address, or the near end of a tunnel.</summary>
internal sealed class RdpWay : IAsyncDisposable
{
    private readonly IAsyncDisposable? _tunnel;

    private RdpWay(RdpAddress address, IAsyncDisposable? tunnel)
    {
        Address = address;
        _tunnel = tunnel;
    }

    /// <summary>Where a client has to connect to.</summary>
    internal RdpAddress Address { get; }

    /// <summary>Opens the way that was chosen.</summary>
    /// <param name="route">The way.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="port">Its RDP server's port.</param>
    /// <param name="ways">Opens it where it is not straight.</param>
    /// <param name="localAddress">The address of the loopback that a tunnel is to end at; null for 127.0.0.1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Core.Errors.Ec2KeyPairException">ArgumentUnsafe, LocalPortUnavailable, or why there is no tunnel.</exception>
    internal static async Task<RdpWay> OpenAsync(
        RouteAnswer route, string instanceId, int port, InstanceWays ways, IPAddress? localAddress, CancellationToken cancel)
    {
        if (route.Kind == ConnectionRoute.Direct) return new(new RdpAddress(route.Address!, port), null);
        var tunnel = route.Endpoint is { } endpoint
            ? await ThroughEndpointAsync(endpoint, ways, localAddress, cancel)
            : await ThroughSessionAsync(instanceId, port, ways, localAddress, cancel);
        return new(new RdpAddress(tunnel.LocalAddress.ToString(), tunnel.LocalPort), tunnel);
    }

    public ValueTask DisposeAsync() => _tunnel?.DisposeAsync() ?? default;

    private static async Task<Tunnel> ThroughEndpointAsync(EndpointTarget endpoint, InstanceWays ways, IPAddress? localAddress, CancellationToken cancel)
    {
        var tunnel = await EndpointTunnel.OpenAsync(0, ways.Endpoints(), endpoint, cancel, localAddress);
        ways.Observer.Warn(DurationNotice.Text(endpoint));
        return tunnel;
    }

    private static Task<Tunnel> ThroughSessionAsync(string instanceId, int port, InstanceWays ways, IPAddress? localAddress, CancellationToken cancel)
    {
        var sessions = ways.Sessions();
        return SessionTunnel.OpenAsync(
            0,
            1,
            (localPort, sink, stop) => sessions.OpenAsync(SessionRequest.Port(instanceId, port, localPort, ways.Reason), sink, stop),
            cancel,
            localAddress);
    }
}
