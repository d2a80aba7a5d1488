using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Through an Instance Connect Endpoint.</summary>
/// <param name="connector">Opens the connection.</param>
/// <param name="target">Through which one, and where to.</param>
public sealed class EndpointWay(EndpointConnector connector, EndpointTarget target) : ISshWay
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.InstanceConnectEndpoint;

    /// <inheritdoc/>
    public bool NeedsKeepAlive => true;

    /// <inheritdoc/>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointRefused, ConnectEndpointFailed, or an Aws condition.</exception>
    public async Task<ISshPath> OpenAsync(CancellationToken cancel)
    {
        var relay = await EndpointSshRelay.OpenAsync(connector, target, cancel).ConfigureAwait(false);
        return new RelayPath(relay, relay.Port, $"{target.Address} port {target.Port} through {target.EndpointId}", () => relay.Failure);
    }
}
