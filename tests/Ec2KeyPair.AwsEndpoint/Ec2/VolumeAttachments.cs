using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>AttachVolume and DetachVolume. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html has their errors.</summary>
internal static class VolumeAttachments
{
    public static readonly Ec2Action Attach = new("AttachVolume", ["VolumeId", "InstanceId", "Device"], (call, xml) =>
    {
        var volume = VolumeIds.One(call);
        var instance = InstanceIds.One(call);
        var device = call.Parameters.Required("Device");
        if (volume.Attachment is not null)
        {
            throw new AwsException("VolumeInUse", $"{volume.Id} is already attached to an instance");
        }

        if (volume.AvailabilityZone != instance.AvailabilityZone)
        {
            throw new AwsException("InvalidVolume.ZoneMismatch", $"The volume '{volume.Id}' is not in the same availability zone as instance '{instance.Id}'");
        }

        if (instance.State != InstanceState.Running && instance.State != InstanceState.Stopped)
        {
            throw new AwsException("IncorrectState", $"Instance '{instance.Id}' is not 'running'.");
        }

        if (!device.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw AwsException.InvalidParameter("device", device, $"{device} is not a valid EBS device name.");
        }

        if (call.Region.Volumes.Of(instance).Any(other => other.Attachment?.Device == device))
        {
            throw new AwsException("InvalidParameterValue", $"Invalid value '{device}' for unixDevice. Attachment point {device} is already in use");
        }

        call.EndDryRun();
        // Never deleted with the instance, whatever was said at launch: that has to be set again.
        volume.Attach(instance, device, deleteOnTermination: false, call.Region.Settings.AttachDelay);
        DescribeVolumes.Attachment(xml, volume, volume.Attachment!, call.Region.Now);
    });

    public static readonly Ec2Action Detach = new("DetachVolume", ["VolumeId", "InstanceId", "Device", "Force"], (call, xml) =>
    {
        var volume = VolumeIds.One(call);
        if (volume.Attachment is not { } attachment)
        {
            throw new AwsException("IncorrectState", $"Volume '{volume.Id}' is in the 'available' state.");
        }

        if ((call.Parameters["InstanceId"] is { Length: > 0 } id && InstanceIds.All(call.Region, [id])[0] != attachment.Instance)
            || (call.Parameters["Device"] is { Length: > 0 } device && device != attachment.Device))
        {
            throw new AwsException("InvalidAttachment.NotFound", $"The volume '{volume.Id}' is not attached to instance '{call.Parameters["InstanceId"]}'" + (call.Parameters["Device"] is null ? "" : " as the device " + call.Parameters["Device"]));
        }

        if (attachment.Device == attachment.Instance.RootDevice && attachment.Instance.State != InstanceState.Stopped)
        {
            throw new AwsException("OperationNotPermitted", $"Unable to detach root volume '{volume.Id}' from instance '{attachment.Instance.Id}'");
        }

        call.EndDryRun();
        volume.Detach(call.Region.Settings.DetachDelay);
        xml.Element("volumeId", volume.Id).Element("instanceId", attachment.Instance.Id).Element("device", attachment.Device)
            .Element("status", "detaching").Element("attachTime", attachment.AttachTime);
    });
}
