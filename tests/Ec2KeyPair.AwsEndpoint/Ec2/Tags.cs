using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>Reading, checking and writing tags.</summary>
internal static class Tags
{
    private const int MaxPerResource = 50;

    public static TagSet FromSpecification(Parameters parameters, string resourceType, params string[] alsoAllowed)
    {
        var tags = new TagSet();
        foreach (var specification in parameters.Members("TagSpecification"))
        {
            var type = specification["ResourceType"];
            if (type is null)
            {
                throw new AwsException("InvalidParameterValue", "Tag specification resource type must have a value");
            }

            if (type != resourceType && !alsoAllowed.Contains(type))
            {
                throw new AwsException("InvalidParameterValue", $"'{type}' is not a valid taggable resource type for this operation.");
            }

            var read = Read(specification);
            if (type == resourceType)
            {
                read.ForEach(tag => tags.Set(tag.Key, tag.Value));
            }
        }

        RequireRoom(tags);
        return tags;
    }

    public static List<KeyValuePair<string, string>> Read(Parameters parameters)
    {
        var tags = new List<KeyValuePair<string, string>>();
        foreach (var member in parameters.Members("Tag"))
        {
            var key = member.Required("Key");
            var value = member["Value"] ?? "";
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw new AwsException("InvalidParameterValue", $"Value ( {key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use");
            }

            if (key.Length > 128)
            {
                throw new AwsException("InvalidParameterValue", $"Value ( {key} ) for parameter key is invalid. Tag key exceeds the maximum length of 128 characters");
            }

            if (value.Length > 256)
            {
                throw new AwsException("InvalidParameterValue", $"Value ( {value} ) for parameter value is invalid. Tag value exceeds the maximum length of 256 characters");
            }

            if (tags.Exists(tag => tag.Key == key))
            {
                throw new AwsException("InvalidParameterValue", $"Duplicate tag key '{key}' specified.");
            }

            tags.Add(new(key, value));
        }

        return tags;
    }

    public static void RequireRoom(TagSet tags)
    {
        if (tags.Items.Count > MaxPerResource)
        {
            throw new AwsException("TagLimitExceeded", $"More than {MaxPerResource} tags specified.");
        }
    }

    public static void Write(XmlOut xml, TagSet tags)
    {
        if (tags.Items.Count == 0)
        {
            return;
        }

        xml.Open("tagSet");
        foreach (var (key, value) in tags.Items)
        {
            xml.Open("item").Element("key", key).Element("value", value).Close("item");
        }

        xml.Close("tagSet");
    }
}
