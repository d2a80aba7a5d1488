using System.Collections.Frozen;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Templates;

/// <summary>
/// What a version of a launch template says, as it was sent: <c>KeyName</c>, <c>TagSpecification.1.Tag.2.Key</c> ...
/// It is kept whole, so that a version made from another one loses nothing.
/// </summary>
public sealed class TemplateData
{
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html
    private static readonly FrozenSet<string> Members = new[]
    {
        "BlockDeviceMapping", "CapacityReservationSpecification", "CpuOptions", "CreditSpecification", "DisableApiStop", "DisableApiTermination",
        "EbsOptimized", "EnclaveOptions", "HibernationOptions", "IamInstanceProfile", "ImageId", "InstanceInitiatedShutdownBehavior",
        "InstanceMarketOptions", "InstanceRequirements", "InstanceType", "KernelId", "KeyName", "LicenseSpecification", "MaintenanceOptions",
        "MetadataOptions", "Monitoring", "NetworkInterface", "NetworkPerformanceOptions", "Placement", "PrivateDnsNameOptions", "RamDiskId",
        "SecurityGroup", "SecurityGroupId", "TagSpecification", "UserData",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Lists that an answer does not name by appending Set, and what it calls their items.
    private static readonly FrozenDictionary<(string Parent, string Name), (string List, string Item)> ListNames = new Dictionary<(string, string), (string, string)>
    {
        [("", "LicenseSpecification")] = ("licenseSet", "item"),
        [("NetworkInterface", "SecurityGroupId")] = ("groupSet", "groupId"),
        [("NetworkInterface", "Ipv6Addresses")] = ("ipv6AddressesSet", "item"),
        [("NetworkInterface", "PrivateIpAddresses")] = ("privateIpAddressesSet", "item"),
    }.ToFrozenDictionary();

    private readonly List<KeyValuePair<string, string>> _items;

    public TemplateData(IEnumerable<KeyValuePair<string, string>> items) => _items = [.. items];

    public bool IsEmpty => _items.Count == 0;

    public string? KeyName => this["KeyName"];

    public string? this[string name] => _items.Find(item => item.Key == name).Value;

    /// <summary>The members of the request's LaunchTemplateData.</summary>
    public static TemplateData Read(Parameters parameters)
    {
        const string prefix = "LaunchTemplateData.";
        var data = new TemplateData(parameters.Items.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(item => KeyValuePair.Create(item.Key[prefix.Length..], item.Value)));
        foreach (var (name, _) in data._items)
        {
            if (!Members.Contains(First(name)))
            {
                throw new AwsException("UnknownParameter", $"The parameter {prefix}{First(name)} is not recognized");
            }
        }

        return data.IsEmpty ? throw AwsException.MissingParameter("LaunchTemplateData") : data;
    }

    /// <summary>This data with each member that <paramref name="changes"/> has replaced as a whole.</summary>
    public TemplateData With(TemplateData changes)
    {
        var replaced = changes._items.Select(item => First(item.Key)).ToHashSet(StringComparer.Ordinal);
        return new TemplateData(_items.Where(item => !replaced.Contains(First(item.Key))).Concat(changes._items));
    }

    internal void Write(XmlOut xml) => Write(xml, "", _items);

    private static void Write(XmlOut xml, string parent, IEnumerable<KeyValuePair<string, string>> items)
    {
        foreach (var member in items.GroupBy(item => First(item.Key)))
        {
            var rest = member.Select(item => KeyValuePair.Create(Rest(item.Key), item.Value)).ToList();
            if (rest[0].Key.Length == 0)
            {
                xml.Element(Camel(member.Key), rest[0].Value);
            }
            else if (int.TryParse(First(rest[0].Key), out _))
            {
                var (list, item) = ListNames.GetValueOrDefault((parent, member.Key), (Camel(member.Key) + "Set", "item"));
                xml.Open(list);
                foreach (var element in rest.GroupBy(item => First(item.Key)))
                {
                    WriteItem(xml, item, member.Key, [.. element.Select(part => KeyValuePair.Create(Rest(part.Key), part.Value))]);
                }

                xml.Close(list);
            }
            else
            {
                xml.Open(Camel(member.Key));
                Write(xml, member.Key, rest);
                xml.Close(Camel(member.Key));
            }
        }
    }

    private static void WriteItem(XmlOut xml, string name, string parent, List<KeyValuePair<string, string>> items)
    {
        if (items[0].Key.Length == 0)
        {
            xml.Element(name, items[0].Value);
            return;
        }

        xml.Open(name);
        Write(xml, parent, items);
        xml.Close(name);
    }

    private static string First(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0 ? name : name[..dot];

    private static string Rest(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot && dot < 0 ? "" : name[(dot + 1)..];

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
