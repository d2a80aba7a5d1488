using System.Globalization;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html: the instances whose agent has reported.</summary>
internal static class DescribeInstanceInformation
{
    public static readonly JsonAction Action = new("AmazonSSM.DescribeInstanceInformation", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var size = call.Number("MaxResults") ?? 10;
        if (size is < 5 or > 50)
        {
            throw JsonCall.Invalid("MaxResults", size < 5 ? "Member must have value greater than or equal to 5" : "Member must have value less than or equal to 50");
        }

        var start = 0;
        if (call.Text("NextToken") is { Length: > 0 } token && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start))
        {
            throw new AwsException("InvalidNextToken", "The specified token isn't valid.");
        }

        var filters = Filters(call);
        var found = call.Region.Instances.Where(i => i.SsmAgent is not null && i.State != InstanceState.Terminated && filters.TrueForAll(f => f(i))).ToList();
        var answer = new JsonObject { ["InstanceInformationList"] = new JsonArray([.. found.Skip(start).Take(size).Select(Item)]) };
        if (found.Count - start > size)
        {
            answer["NextToken"] = (start + size).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }

    /// <summary>"Filters" with Key and Values, or the older "InstanceInformationFilterList" with key and valueSet.</summary>
    private static List<Predicate<Instance>> Filters(JsonCall call)
    {
        var filters = new List<Predicate<Instance>>();
        foreach (var filter in call.Objects("Filters").Concat(call.Objects("InstanceInformationFilterList")))
        {
            var key = (string?)(filter["Key"] ?? filter["key"]) ?? throw JsonCall.Invalid("Filters", "Member must not be null");
            var values = ((filter["Values"] ?? filter["valueSet"]) as JsonArray ?? []).Select(v => (string?)v ?? "").ToHashSet(StringComparer.Ordinal);
            filters.Add(key switch
            {
                "InstanceIds" => i => values.Contains(i.Id),
                "PingStatus" => i => values.Contains(i.SsmAgent!.PingStatus),
                "AgentVersion" => i => values.Contains(i.SsmAgent!.AgentVersion),
                "PlatformTypes" => i => values.Contains(PlatformType(i)),
                "ResourceType" => _ => values.Contains("EC2Instance"),
                "tag-key" => i => i.Tags.Items.Any(tag => values.Contains(tag.Key)),
                _ when key.StartsWith("tag:", StringComparison.Ordinal) => i => i.Tags[key[4..]] is { } value && values.Contains(value),
                _ => throw new AwsException("InvalidInstanceInformationFilterValue", $"The specified filter {key} is not valid."),
            });
        }

        return filters;
    }

    private static JsonNode Item(Instance instance)
    {
        var agent = instance.SsmAgent!;
        return new JsonObject
        {
            ["AgentVersion"] = agent.AgentVersion,
            ["ComputerName"] = instance is WindowsInstance windows ? windows.RdpCertificateSubject : instance.PrivateDnsName,
            ["IPAddress"] = instance.PrivateIpAddress,
            ["InstanceId"] = instance.Id,
            ["IsLatestVersion"] = agent.IsLatestVersion,
            ["LastPingDateTime"] = instance.Region.Now.ToUnixTimeMilliseconds() / 1000.0,
            ["PingStatus"] = agent.PingStatus,
            ["PlatformName"] = agent.PlatformName ?? (instance is WindowsInstance ? "Microsoft Windows Server 2022 Datacenter" : Distribution(instance.Image.Name)),
            ["PlatformType"] = PlatformType(instance),
            ["PlatformVersion"] = agent.PlatformVersion ?? (instance is WindowsInstance ? "10.0.20348" : "1"),
            ["ResourceType"] = "EC2Instance",
        };
    }

    private static string PlatformType(Instance instance) => instance is WindowsInstance ? "Windows" : "Linux";

    private static string Distribution(string image) => image switch
    {
        _ when image.StartsWith("al2023", StringComparison.Ordinal) => "Amazon Linux",
        _ when image.StartsWith("ubuntu", StringComparison.Ordinal) => "Ubuntu",
        _ when image.StartsWith("debian", StringComparison.Ordinal) || image.StartsWith("bitnami", StringComparison.Ordinal) => "Debian GNU/Linux",
        _ when image.StartsWith("RHEL", StringComparison.Ordinal) => "Red Hat Enterprise Linux",
        _ when image.StartsWith("suse", StringComparison.Ordinal) => "SLES",
        _ => image.Split('-', ' ')[0],
    };
}
