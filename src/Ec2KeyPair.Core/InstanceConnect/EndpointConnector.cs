namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Opens tunnels: signs for each, and dials it.</summary>
public sealed class EndpointConnector
{
    private readonly ITunnelUrlSigner _signer;
    private readonly IEndpointDialer _dialer;

    /// <summary>Over WebSockets.</summary>
    public EndpointConnector(ITunnelUrlSigner signer)
        : this(signer, new EndpointDialer())
    {
    }

    internal EndpointConnector(ITunnelUrlSigner signer, IEndpointDialer dialer) => (_signer, _dialer) = (signer, dialer);

    /// <summary>Opens one tunnel, for one TCP connection.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointRefused, ConnectEndpointFailed or an Aws condition.</exception>
    internal async Task<IEndpointSocket> OpenAsync(EndpointTarget target, CancellationToken cancel)
    {
        var url = await _signer.SignAsync(target, cancel).ConfigureAwait(false);
        return await _dialer.DialAsync(url, target, cancel).ConfigureAwait(false);
    }
}
