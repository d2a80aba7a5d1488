using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Volumes;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html</summary>
internal static class DescribeVolumes
{
    public static readonly Ec2Action Action = new("DescribeVolumes", ["VolumeId", "Filter", "MaxResults", "NextToken"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var ids = call.Parameters.Values("VolumeId");
        var paging = Paging.Read(call, ids.Count > 0);
        var filters = Filters.Read(call.Parameters);
        filters.Require(name => name is "volume-id" or "status" or "availability-zone" or "attachment.instance-id" or "attachment.device" or "attachment.status" or "tag-key"
            || name.StartsWith("tag:", StringComparison.Ordinal));
        IEnumerable<Volume> candidates = ids.Count > 0 ? ids.ConvertAll(id => VolumeIds.Find(call, id)) : call.Region.Volumes.All;
        call.EndDryRun();
        var found = candidates.Where(volume => filters.Match(volume, volume.Tags, Property)).ToList();
        xml.Open("volumeSet");
        foreach (var volume in found.Skip(paging.Start).Take(paging.Size)) Item(xml, volume, call.Region.Now);
        xml.Close("volumeSet").Element("nextToken", found.Count - paging.Start > paging.Size ? Paging.Token(paging.Start + paging.Size) : null);
    }

    /// <summary>An attachment as AttachVolume and DetachVolume answer it, and as it stands in a volume.</summary>
    internal static void Attachment(XmlOut xml, Volume volume, Attachment attachment, DateTimeOffset now) => xml
        .Element("volumeId", volume.Id).Element("instanceId", attachment.Instance.Id).Element("device", attachment.Device)
        .Element("status", attachment.StateAt(now)).Element("attachTime", attachment.AttachTime);

    private static void Item(XmlOut xml, Volume volume, DateTimeOffset now)
    {
        xml.Open("item").Element("volumeId", volume.Id).Element("size", 8).Element("snapshotId", "").Element("availabilityZone", volume.AvailabilityZone)
            .Element("status", volume.State).Element("createTime", volume.CreateTime).Open("attachmentSet");
        if (volume.Attachment is { } attachment)
        {
            xml.Open("item");
            Attachment(xml, volume, attachment, now);
            xml.Element("deleteOnTermination", attachment.DeleteOnTermination).Close("item");
        }

        xml.Close("attachmentSet").Element("volumeType", "gp3").Element("iops", 3000).Element("encrypted", volume.IsEncrypted).Element("multiAttachEnabled", false);
        Tags.Write(xml, volume.Tags);
        xml.Close("item");
    }

    private static IEnumerable<string?>? Property(Volume volume, string name) => name switch
    {
        "volume-id" => [volume.Id],
        "status" => [volume.State],
        "availability-zone" => [volume.AvailabilityZone],
        "attachment.instance-id" => [volume.Attachment?.Instance.Id],
        "attachment.device" => [volume.Attachment?.Device],
        "attachment.status" => [volume.Attachment?.StateAt(DateTimeOffset.MaxValue)],
        _ => null,
    };
}
