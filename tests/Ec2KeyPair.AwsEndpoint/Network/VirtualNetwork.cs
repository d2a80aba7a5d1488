using System.Collections.Concurrent;
using System.Net;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Network;

/// <summary>One Region's VPC, as far as reaching instances needs it: security groups and Instance Connect Endpoints.</summary>
public sealed class VirtualNetwork
{
    public const string DefaultVpcId = "vpc-0123456789abcdef0";
    public const string DefaultSubnetId = "subnet-0123456789abcdef0";
    public const string DefaultGroupId = "sg-0123456789abcdef0";

    private readonly RegionState _region;
    private readonly ConcurrentDictionary<string, SecurityGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConnectEndpoint> _endpoints = new(StringComparer.Ordinal);

    internal VirtualNetwork(RegionState region)
    {
        _region = region;
        // Unlike AWS's, which lets in only its own members: the sshd of an instance listens on any free port here.
        DefaultGroup = new SecurityGroup(DefaultGroupId, "default", DefaultVpcId)
        {
            Rules = [new IngressRule("tcp", 0, 65535, "0.0.0.0/0"), new IngressRule("-1", -1, -1, DefaultGroupId)],
        };
        _groups[DefaultGroupId] = DefaultGroup;
    }

    public SecurityGroup DefaultGroup { get; }

    public IReadOnlyList<SecurityGroup> Groups => [.. _groups.Values.OrderBy(group => group.Id, StringComparer.Ordinal)];

    public IReadOnlyList<ConnectEndpoint> Endpoints => [.. _endpoints.Values.OrderBy(endpoint => endpoint.Id, StringComparer.Ordinal)];

    public SecurityGroup AddGroup(string name, params IngressRule[] rules)
    {
        var group = new SecurityGroup(_region.NewId("sg"), name, DefaultVpcId) { Rules = rules };
        _groups[group.Id] = group;
        return group;
    }

    public ConnectEndpoint AddEndpoint(string vpcId = DefaultVpcId, string subnetId = DefaultSubnetId)
    {
        var endpoint = new ConnectEndpoint(_region.NewId("eice"), _region.Name, vpcId, subnetId);
        _endpoints[endpoint.Id] = endpoint;
        return endpoint;
    }

    internal SecurityGroup? FindGroup(string id) => _groups.GetValueOrDefault(id);

    internal ConnectEndpoint? FindEndpoint(string id) => _endpoints.GetValueOrDefault(id);

    /// <summary>The instance of this VPC that has the private or IPv6 address.</summary>
    internal Instance? FindInstance(string vpcId, IPAddress address) => _region.Instances.FirstOrDefault(instance =>
        instance.VpcId == vpcId && (Is(instance.PrivateIpAddress, address) || Is(instance.Ipv6Address, address)) && instance.State != InstanceState.Terminated);

    private static bool Is(string? text, IPAddress address) => IPAddress.TryParse(text, out var parsed) && parsed.Equals(address);
}
