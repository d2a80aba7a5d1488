using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Chooses the Instance Connect Endpoint for an instance: one of its subnet, else any of its VPC (as aws-cli does, eicefetcher.py).</summary>
public sealed class EndpointChoice(INetworkApi network)
{
    /// <summary>The endpoint to go through, and the instance's address that it reaches.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">The TCP port there.</param>
    /// <param name="endpointId">The endpoint that was asked for, in whatever VPC; null to choose.</param>
    /// <param name="maxDurationSeconds">1 to 3600; null for the service's own limit.</param>
    /// <param name="cancel">Cancels looking.</param>
    /// <exception cref="Ec2KeyPairException">ConnectEndpointNotFound, AddressNotFound, ParameterInvalid or an Aws condition.</exception>
    public async Task<EndpointTarget> ChooseAsync(Ec2Instance instance, int port, string? endpointId, int? maxDurationSeconds, CancellationToken cancel)
    {
        var duration = EndpointTarget.CheckedDuration(maxDurationSeconds);
        var endpoint = endpointId is null
            ? Best(instance, instance.VpcId is { } vpc ? await network.FindConnectEndpointsAsync(vpc, cancel).ConfigureAwait(false) : []) ?? throw NoneFor(instance)
            : Usable(endpointId, await network.FindConnectEndpointAsync(endpointId, cancel).ConfigureAwait(false));
        return TargetOf(instance, endpoint, port) with { MaxDurationSeconds = duration };
    }

    /// <summary>The best of these for the instance; null when none can be used.</summary>
    internal static ConnectEndpoint? Best(Ec2Instance instance, IEnumerable<ConnectEndpoint> endpoints) => endpoints
        .Where(endpoint => endpoint.IsUsable && AddressOf(instance, endpoint) is not null)
        .OrderByDescending(endpoint => endpoint.SubnetId == instance.SubnetId)
        .FirstOrDefault();

    /// <exception cref="Ec2KeyPairException">AddressNotFound.</exception>
    internal static EndpointTarget TargetOf(Ec2Instance instance, ConnectEndpoint endpoint, int port) => new()
    {
        EndpointId = endpoint.EndpointId,
        DnsName = endpoint.DnsName!,
        InstanceId = instance.InstanceId,
        Address = AddressOf(instance, endpoint) ?? throw new Ec2KeyPairException(
            ErrorCondition.AddressNotFound,
            $"{instance.InstanceId} has no address that {endpoint.EndpointId} reaches.",
            instance.InstanceId,
            "Use an endpoint of the instance's IP address type."),
        Port = port,
    };

    private static string? AddressOf(Ec2Instance instance, ConnectEndpoint endpoint) =>
        endpoint.ReachesIpv4 && instance.PrivateIpAddress is { Length: > 0 } ipv4 ? ipv4
        : endpoint.ReachesIpv6 && instance.Ipv6Address is { Length: > 0 } ipv6 ? ipv6
        : null;

    private static ConnectEndpoint Usable(string endpointId, ConnectEndpoint? endpoint) => endpoint is { IsUsable: true } ? endpoint : throw new Ec2KeyPairException(
        ErrorCondition.ConnectEndpointNotFound,
        endpoint is null
            ? $"There is no Instance Connect Endpoint '{Printable.Text(endpointId)}' in this Region."
            : $"The Instance Connect Endpoint {endpointId} is {Printable.Text(endpoint.State)}: no tunnels can be opened.",
        endpointId,
        "List them: Get-EC2InstanceConnectEndpoint of AWS.Tools, or leave -EndpointId out.");

    private static Ec2KeyPairException NoneFor(Ec2Instance instance) => new(
        ErrorCondition.ConnectEndpointNotFound,
        $"The VPC of {instance.InstanceId} ({instance.VpcId ?? "none"}) has no Instance Connect Endpoint that can be used.",
        instance.InstanceId,
        "Create one (New-EC2InstanceConnectEndpoint of AWS.Tools), or give one of a connected VPC with New-EC2Tunnel -EndpointId.");
}
