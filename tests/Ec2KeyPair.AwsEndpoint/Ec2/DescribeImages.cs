using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html: by id, owner (number or alias) and filter.</summary>
internal static class DescribeImages
{
    public static readonly Ec2Action Action = new(
        "DescribeImages", ["ImageId", "Owner", "ExecutableBy", "Filter", "IncludeDeprecated", "IncludeDisabled", "MaxResults", "NextToken"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var ids = call.Parameters.Values("ImageId");
        var owners = call.Parameters.Values("Owner");
        var paging = Paging.Read(call, hasIds: false, least: 1);
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "image-id" or "name" or "owner-id" or "owner-alias" or "platform" or "platform-details" or "state" or "is-public"
            or "architecture" or "image-type" or "root-device-type" or "virtualization-type");
        var images = call.Region.Cloud.Images;
        if (ids.Find(id => !id.StartsWith("ami-", StringComparison.Ordinal)) is { } malformed)
        {
            throw new AwsException("InvalidAMIID.Malformed", $"Invalid id: \"{malformed}\" (expecting \"ami-...\")");
        }

        var missing = ids.FindAll(id => images.TrueForAll(image => image.Id != id));
        if (missing.Count > 0)
        {
            throw new AwsException("InvalidAMIID.NotFound", $"The image id '[{string.Join(", ", missing)}]' does not exist");
        }

        call.EndDryRun();
        var found = images.FindAll(image => (ids.Count == 0 || ids.Contains(image.Id))
            && (owners.Count == 0 || owners.Contains(image.OwnerId) || (image.OwnerAlias is { } alias && owners.Contains(alias))
                || (image.OwnerId == call.Region.AccountId && owners.Contains("self")))
            && filters.Match(image, null, Property));
        xml.Open("imagesSet");
        foreach (var image in found.Skip(paging.Start).Take(paging.Size))
        {
            Item(xml, image);
        }

        xml.Close("imagesSet").Element("nextToken", found.Count - paging.Start > paging.Size ? Paging.Token(paging.Start + paging.Size) : null);
    }

    private static void Item(XmlOut xml, Image image) => xml.Open("item").Element("imageId", image.Id).Element("imageLocation", (image.OwnerAlias ?? image.OwnerId) + "/" + image.Name)
        .Element("imageState", "available").Element("imageOwnerId", image.OwnerId).Element("creationDate", "2026-11-11T00:00:00.000Z").Element("isPublic", true)
        .Element("architecture", "x86_64").Element("imageType", "machine").Element("platform", image.IsWindows ? "windows" : null)
        .Element("imageOwnerAlias", image.OwnerAlias).Element("name", image.Name).Element("rootDeviceType", "ebs").Element("virtualizationType", "hvm")
        .Element("hypervisor", "xen").Element("enaSupport", true).Element("platformDetails", image.PlatformDetails).Element("usageOperation", image.UsageOperation).Close("item");

    private static IEnumerable<string?>? Property(Image image, string name) => name switch
    {
        "image-id" => [image.Id],
        "name" => [image.Name],
        "owner-id" => [image.OwnerId],
        "owner-alias" => [image.OwnerAlias],
        "platform" => image.IsWindows ? ["windows"] : [],
        "platform-details" => [image.PlatformDetails],
        "state" => ["available"],
        "is-public" => ["true"],
        "architecture" => ["x86_64"],
        "image-type" => ["machine"],
        "root-device-type" => ["ebs"],
        "virtualization-type" => ["hvm"],
        _ => null,
    };
}
