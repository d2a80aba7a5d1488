using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceConnectEndpoints.html: by id and filter, in pages of up to 50.</summary>
internal static class DescribeInstanceConnectEndpoints
{
    public static readonly Ec2Action Action = new(
        "DescribeInstanceConnectEndpoints", ["InstanceConnectEndpointId", "Filter", "MaxResults", "NextToken"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var network = call.Region.Network;
        var ids = call.Parameters.Values("InstanceConnectEndpointId");
        var paging = Paging.Read(call, hasIds: false, least: 1, most: 50);
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "instance-connect-endpoint-id" or "state" or "subnet-id" or "vpc-id" or "tag-key" or "tag-value"
            || name.StartsWith("tag:", StringComparison.Ordinal));
        if (ids.Find(id => network.FindEndpoint(id) is null) is { } missing)
        {
            throw new AwsException("InvalidInstanceConnectEndpointId.NotFound", $"The instance connect endpoint ID '{missing}' does not exist");
        }

        call.EndDryRun();
        var found = network.Endpoints.Where(endpoint => (ids.Count == 0 || ids.Contains(endpoint.Id)) && filters.Match(endpoint, null, Property)).ToList();
        xml.Open("instanceConnectEndpointSet");
        foreach (var endpoint in found.Skip(paging.Start).Take(paging.Size)) Item(xml, endpoint, call);
        xml.Close("instanceConnectEndpointSet")
            .Element("nextToken", found.Count - paging.Start > paging.Size ? Paging.Token(paging.Start + paging.Size) : null);
    }

    private static void Item(XmlOut xml, ConnectEndpoint endpoint, Ec2Call call)
    {
        xml.Open("item").Element("ownerId", call.Region.AccountId).Element("instanceConnectEndpointId", endpoint.Id)
            .Element("instanceConnectEndpointArn", $"arn:aws:ec2:{call.Region.Name}:{call.Region.AccountId}:instance-connect-endpoint/{endpoint.Id}")
            .Element("state", endpoint.State).Element("stateMessage", endpoint.StateMessage)
            .Element("dnsName", endpoint.DnsName).Element("fipsDnsName", endpoint.FipsDnsName)
            .Open("networkInterfaceIdSet").Element("item", "eni-" + endpoint.Id["eice-".Length..]).Close("networkInterfaceIdSet")
            .Element("vpcId", endpoint.VpcId).Element("availabilityZone", call.Region.Name + "a").Element("createdAt", "2026-11-11T00:00:00.000Z")
            .Element("subnetId", endpoint.SubnetId).Element("preserveClientIp", endpoint.PreserveClientIp).Open("securityGroupIdSet");
        foreach (var id in endpoint.SecurityGroupIds) xml.Element("item", id);
        xml.Close("securityGroupIdSet").Open("tagSet").Close("tagSet").Element("ipAddressType", endpoint.IpAddressType).Close("item");
    }

    private static IEnumerable<string?>? Property(ConnectEndpoint endpoint, string name) => name switch
    {
        "instance-connect-endpoint-id" => [endpoint.Id],
        "state" => [endpoint.State],
        "subnet-id" => [endpoint.SubnetId],
        "vpc-id" => [endpoint.VpcId],
        _ when name is "tag-key" or "tag-value" || name.StartsWith("tag:", StringComparison.Ordinal) => [],
        _ => null,
    };
}
