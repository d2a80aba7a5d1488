namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Opens tunnels.</summary>
internal interface IEndpointDialer
{
    /// <summary>Opens the tunnel that a URL was signed for.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">ConnectEndpointRefused, ConnectEndpointFailed, AwsAccessDenied.</exception>
    Task<IEndpointSocket> DialAsync(SignedTunnelUrl url, EndpointTarget target, CancellationToken cancel);
}
