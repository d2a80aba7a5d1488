namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Signs for tunnels with the caller's AWS credentials, as they are at that moment.</summary>
public interface ITunnelUrlSigner
{
    /// <summary>
    /// <c>wss://DNSNAME/openTunnel?instanceConnectEndpointId=...</c>, signed in its query (AWS Signature Version 4) for
    /// the service ec2-instance-connect and 60 s.
    /// </summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition: the credentials can't be had.</exception>
    Task<SignedTunnelUrl> SignAsync(EndpointTarget target, CancellationToken cancel);
}
