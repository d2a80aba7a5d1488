namespace Ec2KeyPair.Core.Ec2;

/// <summary>What lies between the instances of one Region and their users. Errors are <see cref="Errors.Ec2KeyPairException"/> with an Aws condition.</summary>
public interface INetworkApi
{
    /// <summary>The Instance Connect Endpoints of a VPC, in any state.</summary>
    Task<IReadOnlyList<ConnectEndpoint>> FindConnectEndpointsAsync(string vpcId, CancellationToken cancel);

    /// <summary>The Instance Connect Endpoint of this id; null when this Region has none.</summary>
    Task<ConnectEndpoint?> FindConnectEndpointAsync(string endpointId, CancellationToken cancel);

    /// <summary>The security groups of these ids that exist.</summary>
    Task<IReadOnlyList<SecurityGroup>> FindSecurityGroupsAsync(IReadOnlyCollection<string> groupIds, CancellationToken cancel);
}
