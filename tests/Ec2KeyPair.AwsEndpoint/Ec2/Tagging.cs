using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>CreateTags and DeleteTags on instances, key pairs and launch templates.</summary>
internal static class Tagging
{
    public static readonly Ec2Action Create = new("CreateTags", ["ResourceId", "Tag"], (call, xml) =>
    {
        var sets = Resources(call);
        var tags = Tags.Read(call.Parameters);
        if (tags.Count == 0)
        {
            throw AwsException.MissingParameter("Tag");
        }

        foreach (var set in sets)
        {
            var after = new TagSet(set.Items);
            tags.ForEach(tag => after.Set(tag.Key, tag.Value));
            Tags.RequireRoom(after);
        }

        call.EndDryRun();
        sets.ForEach(set => tags.ForEach(tag => set.Set(tag.Key, tag.Value)));
        xml.Element("return", true);
    });

    /// <summary>Without a value any value goes; with one only that. Without tags all go.</summary>
    public static readonly Ec2Action Delete = new("DeleteTags", ["ResourceId", "Tag"], (call, xml) =>
    {
        var sets = Resources(call);
        var tags = call.Parameters.Members("Tag");
        call.EndDryRun();
        foreach (var set in sets)
        {
            foreach (var (key, value) in set.Items)
            {
                if (tags.Count == 0 || tags.Exists(tag => tag["Key"] == key && (tag["Value"] is null || tag["Value"] == value)))
                {
                    set.Set(key, null);
                }
            }
        }

        xml.Element("return", true);
    });

    private static List<TagSet> Resources(Ec2Call call)
    {
        var ids = call.Parameters.Values("ResourceId");
        return ids.Count == 0 ? throw AwsException.MissingParameter("ResourceId") : ids.ConvertAll(id => Find(call.Region, id));
    }

    private static TagSet Find(RegionState region, string id)
    {
        if (id.StartsWith("i-", StringComparison.Ordinal))
        {
            return InstanceIds.All(region, [id])[0].Tags;
        }

        if (id.StartsWith("key-", StringComparison.Ordinal))
        {
            return region.KeyPairs.FirstOrDefault(pair => pair.Id == id)?.Tags
                ?? throw new AwsException("InvalidKeyPair.NotFound", $"The key pair ID '{id}' does not exist");
        }

        if (id.StartsWith("lt-", StringComparison.Ordinal))
        {
            return region.LaunchTemplates.FindById(id)?.Tags
                ?? throw new AwsException("InvalidLaunchTemplateId.NotFound", $"The specified launch template, with template ID {id}, does not exist.");
        }

        throw new AwsException("InvalidID", $"The ID '{id}' is not valid");
    }
}
