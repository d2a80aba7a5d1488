using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>Through an Instance Connect Endpoint of the instance's VPC.</summary>
public sealed class EndpointWay(EndpointChoice choice, EndpointConnector connector) : ISshWay
{
    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.InstanceConnectEndpoint;

    /// <inheritdoc/>
    public bool NeedsKeepAlive => true;

    /// <inheritdoc/>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointNotFound, ConnectEndpointRefused, ConnectEndpointFailed, AddressNotFound, or an Aws condition.</exception>
    public async Task<ISshPath> OpenAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        var target = await choice.ChooseAsync(instance, port, null, null, cancel).ConfigureAwait(false);
        var relay = await EndpointSshRelay.OpenAsync(connector, target, cancel).ConfigureAwait(false);
        return new RelayPath(relay, relay.Port, $"port {port} through {target.EndpointId}");
    }
}
