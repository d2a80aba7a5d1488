using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Carries each connection of a tunnel over a WebSocket of its own.</summary>
internal sealed class EndpointCarrier(EndpointConnector connector, EndpointTarget target, IClock clock) : ITunnelCarrier
{
    // Nothing is kept between connections that could be lost.
    public CarrierStatus Status => new() { State = TunnelState.Open, LongestConnection = target.Limit };

    public Task OpenAsync(CancellationToken cancel) => EndpointProof.RunAsync(connector, target, clock, cancel);

    public async Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel)
    {
        var remote = await connector.OpenAsync(target, cancel).ConfigureAwait(false);
        await new EndpointRelay(remote, traffic, clock).CarryAsync(local, cancel).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;
}
