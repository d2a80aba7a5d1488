using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Network;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html: by id, name and filter; inbound rules joined by protocol and ports.</summary>
internal static class DescribeSecurityGroups
{
    public static readonly Ec2Action Action = new("DescribeSecurityGroups", ["GroupId", "GroupName", "Filter", "MaxResults", "NextToken"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var ids = call.Parameters.Values("GroupId");
        var names = call.Parameters.Values("GroupName");
        var paging = Paging.Read(call, ids.Count > 0);
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "group-id" or "group-name" or "vpc-id");
        Require(call.Region.Network, ids);
        call.EndDryRun();
        var found = call.Region.Network.Groups
            .Where(group => (ids.Count == 0 || ids.Contains(group.Id)) && (names.Count == 0 || names.Contains(group.Name)) && filters.Match(group, null, Property))
            .ToList();
        xml.Open("securityGroupInfo");
        foreach (var group in found.Skip(paging.Start).Take(paging.Size)) Item(xml, group, call.Region.AccountId);
        xml.Close("securityGroupInfo").Element("nextToken", found.Count - paging.Start > paging.Size ? Paging.Token(paging.Start + paging.Size) : null);
    }

    private static void Require(VirtualNetwork network, List<string> ids)
    {
        if (ids.Find(id => !id.StartsWith("sg-", StringComparison.Ordinal)) is { } malformed)
        {
            throw new AwsException("InvalidGroupId.Malformed", $"Invalid id: \"{malformed}\" (expecting \"sg-...\")");
        }

        if (ids.Find(id => network.FindGroup(id) is null) is { } missing)
        {
            throw new AwsException("InvalidGroup.NotFound", $"The security group '{missing}' does not exist");
        }
    }

    private static void Item(XmlOut xml, SecurityGroup group, string accountId)
    {
        xml.Open("item").Element("ownerId", accountId).Element("groupId", group.Id).Element("groupName", group.Name)
            .Element("groupDescription", group.Name).Element("vpcId", group.VpcId).Open("ipPermissions");
        foreach (var rules in group.Rules.GroupBy(rule => (rule.Protocol, rule.FromPort, rule.ToPort)))
        {
            xml.Open("item").Element("ipProtocol", rules.Key.Protocol);
            if (rules.Key.Protocol != "-1") xml.Element("fromPort", rules.Key.FromPort).Element("toPort", rules.Key.ToPort);
            xml.Open("groups");
            foreach (var rule in rules.Where(rule => rule.IsGroup)) xml.Open("item").Element("userId", accountId).Element("groupId", rule.Source).Close("item");
            xml.Close("groups");
            Sources(xml, "ipRanges", "cidrIp", rules.Where(rule => !rule.IsGroup && !rule.IsPrefixList && !rule.IsIpv6));
            Sources(xml, "ipv6Ranges", "cidrIpv6", rules.Where(rule => rule.IsIpv6));
            Sources(xml, "prefixListIds", "prefixListId", rules.Where(rule => rule.IsPrefixList));
            xml.Close("item");
        }

        xml.Close("ipPermissions").Open("ipPermissionsEgress").Open("item").Element("ipProtocol", "-1").Open("groups").Close("groups")
            .Open("ipRanges").Open("item").Element("cidrIp", "0.0.0.0/0").Close("item").Close("ipRanges")
            .Open("ipv6Ranges").Close("ipv6Ranges").Open("prefixListIds").Close("prefixListIds").Close("item").Close("ipPermissionsEgress").Close("item");
    }

    private static void Sources(XmlOut xml, string set, string element, IEnumerable<IngressRule> rules)
    {
        xml.Open(set);
        foreach (var rule in rules) xml.Open("item").Element(element, rule.Source).Close("item");
        xml.Close(set);
    }

    private static IEnumerable<string?>? Property(SecurityGroup group, string name) => name switch
    {
        "group-id" => [group.Id],
        "group-name" => [group.Name],
        "vpc-id" => [group.VpcId],
        _ => null,
    };
}
