using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Carries each connection of a tunnel over a WebSocket of its own.</summary>
internal sealed class EndpointCarrier(EndpointConnector connector, EndpointTarget target, IClock clock) : ITunnelCarrier
{
    // Nothing is kept between connections that could be lost.
    public CarrierStatus Status => new() { State = TunnelState.Open, LongestConnection = target.Limit };

    // A connection that nobody uses: what the service refuses shows now, and not to the first program that connects.
    public async Task OpenAsync(CancellationToken cancel)
    {
        using var proof = await connector.OpenAsync(target, cancel).ConfigureAwait(false);
        await proof.EndSendingAsync(cancel).ConfigureAwait(false);
    }

    public async Task ServeAsync(Stream local, TunnelTraffic traffic, CancellationToken cancel)
    {
        var remote = await connector.OpenAsync(target, cancel).ConfigureAwait(false);
        await new EndpointRelay(remote, traffic, clock).CarryAsync(local, cancel).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => default;
}
