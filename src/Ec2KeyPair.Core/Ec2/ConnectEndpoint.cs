namespace Ec2KeyPair.Core.Ec2;

/// <summary>An EC2 Instance Connect Endpoint (EC2 API Reference, Ec2InstanceConnectEndpoint).</summary>
public sealed record ConnectEndpoint
{
    /// <summary>The id, <c>eice-0123456789abcdef0</c>.</summary>
    public required string EndpointId { get; init; }

    /// <summary>The name that tunnels are opened at, the FIPS one where the caller's settings ask for FIPS; null while it has none.</summary>
    public string? DnsName { get; init; }

    /// <summary>Its VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>Its subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>EC2's state name, <c>create-complete</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>It reaches IPv4 addresses.</summary>
    public bool ReachesIpv4 { get; init; } = true;

    /// <summary>It reaches IPv6 addresses.</summary>
    public bool ReachesIpv6 { get; init; }

    /// <summary>The instance sees the client's own address as the source, not the endpoint's.</summary>
    public bool PreservesClientIp { get; init; }

    /// <summary>The endpoint's own security groups.</summary>
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    /// <summary>True when tunnels can be opened. One that is being changed goes on with its old settings (EC2 User Guide, "Connect using EC2 Instance Connect Endpoint").</summary>
    public bool IsUsable => DnsName is { Length: > 0 }
        && State is "create-complete" or "update-in-progress" or "update-failed" or "update-complete";
}
