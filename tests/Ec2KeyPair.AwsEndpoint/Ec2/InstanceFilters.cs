using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>The instance properties that filters name, of DescribeInstances and DescribeInstanceStatus.</summary>
internal static class InstanceFilters
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "instance-id", "key-name", "image-id", "instance-type", "instance-state-name", "instance-state-code", "private-ip-address", "ip-address",
        "dns-name", "private-dns-name", "availability-zone", "platform", "platform-details", "reservation-id", "owner-id", "vpc-id", "subnet-id",
        "architecture", "tag-key", "launch-time", "network-interface.ipv6-addresses.ipv6-address", "instance.group-id", "instance.group-name", "client-token",
    };

    public static Filters Read(Parameters parameters)
    {
        var filters = Filters.Read(parameters);
        filters.Require(name => Names.Contains(name) || name.StartsWith("tag:", StringComparison.Ordinal));
        return filters;
    }

    public static bool Match(Filters filters, Instance instance) => filters.IsEmpty || filters.Match(instance, instance.Tags, Property);

    private static IEnumerable<string?>? Property(Instance instance, string name) => name switch
    {
        "instance-id" => [instance.Id],
        "key-name" => [instance.KeyName],
        "image-id" => [instance.Image.Id],
        "instance-type" => [instance.InstanceType],
        "instance-state-name" => [instance.State.Name],
        "instance-state-code" => [instance.State.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)],
        "private-ip-address" => [instance.PrivateIpAddress],
        "ip-address" => [instance.PublicIpAddress],
        "dns-name" => [instance.PublicDnsName],
        "private-dns-name" => [instance.PrivateDnsName],
        "network-interface.ipv6-addresses.ipv6-address" => [instance.Ipv6Address],
        "availability-zone" => [instance.AvailabilityZone],
        "platform" => instance is WindowsInstance ? ["windows"] : [],
        "platform-details" => [instance.Image.PlatformDetails],
        "reservation-id" => [instance.ReservationId],
        "owner-id" => [instance.Region.AccountId],
        "vpc-id" => [instance.VpcId],
        "subnet-id" => [instance.SubnetId],
        "instance.group-id" => instance.SecurityGroupIds,
        "instance.group-name" => instance.SecurityGroupIds.Select(id => instance.Region.Network.FindGroup(id)?.Name),
        "client-token" => [instance.ClientToken],
        "architecture" => ["x86_64"],
        "launch-time" => [XmlOut.Time(instance.LaunchTime)],
        _ => null,
    };
}
