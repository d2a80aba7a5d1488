using System.Net;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Port;

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

    /// <summary>Opens the way that was chosen. A further kind of tunnel is a further case here.</summary>
    /// <param name="route">The way.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="port">Its RDP server's port.</param>
    /// <param name="sessions">Opens sessions.</param>
    /// <param name="reason">Text for the session history.</param>
    /// <param name="localAddress">The address of the loopback that a tunnel is to end at; null for 127.0.0.1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Core.Errors.Ec2KeyPairException">ArgumentUnsafe, LocalPortUnavailable, or why there is no session.</exception>
    internal static async Task<RdpWay> OpenAsync(
        RouteAnswer route, string instanceId, int port, Func<SessionService> sessions, string? reason, IPAddress? localAddress, CancellationToken cancel)
    {
        if (route.Kind != ConnectionRoute.SessionManager) return new(new RdpAddress(route.Address!, port), null);
        var service = sessions();
        var tunnel = await SessionTunnel.OpenAsync(
            0,
            1,
            (localPort, sink, stop) => service.OpenAsync(SessionRequest.Port(instanceId, port, localPort, reason), sink, stop),
            cancel,
            localAddress);
        return new(new RdpAddress(tunnel.LocalAddress.ToString(), tunnel.LocalPort), tunnel);
    }

    public ValueTask DisposeAsync() => _tunnel?.DisposeAsync() ?? default;
}
