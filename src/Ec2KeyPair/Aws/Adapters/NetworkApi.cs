using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using SecurityGroup = Ec2KeyPair.Core.Ec2.SecurityGroup;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Instance Connect Endpoints and security groups over the SDK.</summary>
internal sealed class NetworkApi(AmazonEC2Client client, AwsRequests requests) : INetworkApi
{
    public Task<IReadOnlyList<ConnectEndpoint>> FindConnectEndpointsAsync(string vpcId, CancellationToken cancel) =>
        DescribeAsync(new DescribeInstanceConnectEndpointsRequest { Filters = [new Filter("vpc-id", [vpcId])] }, vpcId, cancel);

    public async Task<ConnectEndpoint?> FindConnectEndpointAsync(string endpointId, CancellationToken cancel)
    {
        // By filter: an id that is not there would be an error of the parameter.
        var request = new DescribeInstanceConnectEndpointsRequest { Filters = [new Filter("instance-connect-endpoint-id", [FilterValue.Exactly(endpointId)])] };
        return (await DescribeAsync(request, endpointId, cancel).ConfigureAwait(false)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<SecurityGroup>> FindSecurityGroupsAsync(IReadOnlyCollection<string> groupIds, CancellationToken cancel)
    {
        // An instance has 5 to 16 of them: one page.
        var request = new DescribeSecurityGroupsRequest { Filters = [new Filter("group-id", [.. groupIds])] };
        var response = await requests.SendAsync(
            "ec2:DescribeSecurityGroups", string.Join(", ", groupIds), stop => client.DescribeSecurityGroupsAsync(request, stop), cancel).ConfigureAwait(false);
        return (response.SecurityGroups ?? []).ConvertAll(group => new SecurityGroup(group.GroupId, (group.IpPermissions ?? []).ConvertAll(ToCore)));
    }

    private async Task<IReadOnlyList<ConnectEndpoint>> DescribeAsync(DescribeInstanceConnectEndpointsRequest request, string subject, CancellationToken cancel)
    {
        var found = new List<ConnectEndpoint>();
        do
        {
            var page = await requests.SendAsync(
                "ec2:DescribeInstanceConnectEndpoints", subject, stop => client.DescribeInstanceConnectEndpointsAsync(request, stop), cancel).ConfigureAwait(false);
            found.AddRange((page.InstanceConnectEndpoints ?? []).Select(ToCore));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return found;
    }

    private ConnectEndpoint ToCore(Ec2InstanceConnectEndpoint endpoint) => new()
    {
        EndpointId = endpoint.InstanceConnectEndpointId,
        DnsName = client.Config.UseFIPSEndpoint ? endpoint.FipsDnsName : endpoint.DnsName,
        VpcId = endpoint.VpcId,
        SubnetId = endpoint.SubnetId,
        State = endpoint.State?.Value ?? "",
        ReachesIpv4 = endpoint.IpAddressType?.Value is not "ipv6",
        ReachesIpv6 = endpoint.IpAddressType?.Value is "ipv6" or "dualstack",
        PreservesClientIp = endpoint.PreserveClientIp ?? false,
        SecurityGroupIds = endpoint.SecurityGroupIds ?? [],
    };

    private static IngressRule ToCore(IpPermission rule) => new()
    {
        Protocol = rule.IpProtocol,
        FromPort = rule.IpProtocol == "-1" ? null : rule.FromPort,
        ToPort = rule.IpProtocol == "-1" ? null : rule.ToPort,
        Ranges = [.. (rule.Ipv4Ranges ?? []).Select(range => range.CidrIp), .. (rule.Ipv6Ranges ?? []).Select(range => range.CidrIpv6)],
        GroupIds = (rule.UserIdGroupPairs ?? []).ConvertAll(pair => pair.GroupId),
        PrefixListIds = (rule.PrefixListIds ?? []).ConvertAll(list => list.Id),
    };
}
