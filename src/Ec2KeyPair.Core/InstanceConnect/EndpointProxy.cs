using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Joins an input and an output, such as a ProxyCommand's, with a tunnel of an Instance Connect Endpoint.</summary>
public static class EndpointProxy
{
    /// <summary>Opens the tunnel and carries data until either side has ended.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointRefused, ConnectEndpointFailed or an Aws condition.</exception>
    public static async Task RunAsync(EndpointConnector connector, EndpointTarget target, Stream input, Stream output, CancellationToken cancel)
    {
        var remote = await connector.OpenAsync(target, cancel).ConfigureAwait(false);
        await new EndpointRelay(remote, new TunnelTraffic(), SystemClock.Instance).CarryAsync(input, output, cancel).ConfigureAwait(false);
    }
}
