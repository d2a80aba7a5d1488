using System.Collections.Concurrent;
using System.Net;
using Ec2KeyPair.AwsEndpoint.InstanceConnect;

namespace Ec2KeyPair.AwsEndpoint.Network;

/// <summary>An EC2 Instance Connect Endpoint.</summary>
public sealed class ConnectEndpoint(string id, string regionName, string vpcId, string subnetId)
{
    /// <summary>EC2 Instance Connect Endpoint quotas: concurrent connections for each endpoint.</summary>
    private const int DefaultMaxConnections = 20;

    private readonly ConcurrentDictionary<EndpointTunnel, byte> _open = new();

    public string Id { get; } = id;

    public string VpcId { get; } = vpcId;

    public string SubnetId { get; } = subnetId;

    /// <summary>create-complete and so on; only some can be used.</summary>
    public string State { get; set; } = "create-complete";

    public string StateMessage { get; set; } = "";

    /// <summary>ipv4, ipv6 or dualstack: which addresses of instances it can reach.</summary>
    public string IpAddressType { get; set; } = "ipv4";

    public bool PreserveClientIp { get; set; }

    public IReadOnlyList<string> SecurityGroupIds { get; set; } = [VirtualNetwork.DefaultGroupId];

    public string DnsName { get; } = $"{id}.{id[^8..]}.ec2-instance-connect-endpoint.{regionName}.amazonaws.com";

    public string FipsDnsName { get; } = $"{id}.{id[^8..]}.fips.ec2-instance-connect-endpoint.{regionName}.amazonaws.com";

    /// <summary>The address that its connections come from.</summary>
    public IPAddress Address { get; set; } = IPAddress.Parse("10.255.255.10");

    public int MaxConnections { get; set; } = DefaultMaxConnections;

    internal bool IsUsable => State is "create-complete" or "update-in-progress" or "update-failed" or "update-complete";

    internal int OpenTunnels => _open.Count;

    internal bool TryEnter(EndpointTunnel tunnel) => _open.Count < MaxConnections && _open.TryAdd(tunnel, 0);

    internal void Leave(EndpointTunnel tunnel) => _open.TryRemove(tunnel, out _);
}
