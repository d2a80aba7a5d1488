using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html, of the Elastic addresses that instances have.</summary>
internal static class DescribeAddresses
{
    public static readonly Ec2Action Action = new("DescribeAddresses", ["Filter", "PublicIp", "AllocationId"], (call, xml) =>
    {
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "instance-id" or "public-ip");
        call.EndDryRun();
        xml.Open("addressesSet");
        foreach (var instance in call.Region.Instances.Where(instance => instance.ElasticIpAddress is not null))
        {
            if (!filters.Match(instance, null, (one, name) => name == "instance-id" ? [one.Id] : name == "public-ip" ? [one.ElasticIpAddress] : null)) continue;
            xml.Open("item").Element("publicIp", instance.ElasticIpAddress).Element("allocationId", "eipalloc-" + instance.Id[2..]).Element("domain", "vpc")
                .Element("instanceId", instance.Id).Element("associationId", "eipassoc-" + instance.Id[2..]).Close("item");
        }

        xml.Close("addressesSet");
    });
}
