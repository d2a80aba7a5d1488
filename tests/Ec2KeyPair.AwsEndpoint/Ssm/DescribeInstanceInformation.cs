using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html: the instances whose agent has registered.</summary>
internal static partial class DescribeInstanceInformation
{
    public static readonly JsonAction Action = new("AmazonSSM.DescribeInstanceInformation", "ssm", Execute);

    private const int MaxValues = 100;

    private static JsonObject Execute(JsonCall call)
    {
        var filters = Filters(call);
        var found = call.Region.Instances.Where(i => i.RegisteredAgent is not null && filters.TrueForAll(f => f(i))).ToList();
        return JsonPaging.Page(call, "InstanceInformationList", found, Item, 5, 50, 10);
    }

    /// <summary>"Filters" with Key and Values, or the older "InstanceInformationFilterList" with key and valueSet; not both.</summary>
    private static List<Predicate<Instance>> Filters(JsonCall call)
    {
        var filters = call.Objects("Filters").ToList();
        var older = call.Objects("InstanceInformationFilterList").ToList();
        if (filters.Count > 0 && older.Count > 0)
        {
            throw new AwsException("ValidationException", "Filters and InstanceInformationFilterList cannot be specified together.");
        }

        return [.. filters.Select(filter => Filter(filter, "Filters", "Key", "Values")), .. older.Select(filter => Filter(filter, "InstanceInformationFilterList", "key", "valueSet"))];
    }

    private static Predicate<Instance> Filter(JsonObject filter, string list, string keyName, string valuesName)
    {
        var key = (string?)filter[keyName] ?? throw JsonCall.Invalid(list, "Member must not be null");
        var values = (filter[valuesName] as JsonArray ?? throw JsonCall.Invalid(list, "Member must not be null")).Select(value => (string?)value ?? "").ToHashSet(StringComparer.Ordinal);
        if (values.Count is 0 or > MaxValues)
        {
            throw JsonCall.Invalid(list, values.Count == 0 ? "Member must have length greater than or equal to 1" : $"Member must have length less than or equal to {MaxValues}");
        }

        switch (key)
        {
            case "InstanceIds":
                return values.All(value => InstanceId().IsMatch(value))
                    ? i => values.Contains(i.Id)
                    : throw new AwsException("InvalidInstanceInformationFilterValue", "The specified filter value isn't valid.");
            case "PingStatus":
                return i => values.Contains(i.PingStatus!);
            case "AgentVersion":
                return i => values.Contains(i.RegisteredAgent!.AgentVersion);
            case "PlatformTypes":
                return i => values.Contains(PlatformType(i));
            case "ResourceType":
                return _ => values.Contains("EC2Instance");
            case "ActivationIds" or "IamRole" or "AssociationStatus":
                return _ => false;
            case "tag-key" when list == "Filters":
                return i => i.Tags.Items.Any(tag => values.Contains(tag.Key));
            case not null when list == "Filters" && key.StartsWith("tag:", StringComparison.Ordinal):
                return i => i.Tags[key[4..]] is { } value && values.Contains(value);
            default:
                throw new AwsException("InvalidFilterKey", "The specified key isn't valid.");
        }
    }

    private static JsonObject Item(Instance instance)
    {
        var agent = instance.RegisteredAgent!;
        return new JsonObject
        {
            ["AgentVersion"] = agent.AgentVersion,
            ["ComputerName"] = instance is WindowsInstance windows ? windows.RdpCertificateSubject : instance.PrivateDnsName,
            ["IPAddress"] = instance.PrivateIpAddress,
            ["InstanceId"] = instance.Id,
            ["IsLatestVersion"] = agent.IsLatestVersion,
            ["LastPingDateTime"] = instance.Region.Now.ToUnixTimeMilliseconds() / 1000.0,
            ["PingStatus"] = instance.PingStatus,
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

    [GeneratedRegex(@"^i-(\w{8}|\w{17})$|^mi-\w{17}$")]
    private static partial Regex InstanceId();
}
