using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Volumes;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>An instance as DescribeInstances and RunInstances write it.</summary>
internal static class InstanceXml
{
    public static void Reservation(XmlOut xml, string accountId, ReadOnlySpan<Instance> instances)
    {
        xml.Element("reservationId", instances[0].ReservationId).Element("ownerId", accountId).Open("groupSet").Close("groupSet").Open("instancesSet");
        foreach (var instance in instances)
        {
            Item(xml, instance);
        }

        xml.Close("instancesSet");
    }

    public static void State(XmlOut xml, string element, InstanceState state) =>
        xml.Open(element).Element("code", state.Code).Element("name", state.Name).Close(element);

    /// <summary>Those of an instance that nobody has asked about are as they were at launch; nothing is made for the answer.</summary>
    public static void Disks(XmlOut xml, Instance instance)
    {
        xml.Open("blockDeviceMapping");
        if (instance.State != InstanceState.Terminated)
        {
            if (instance.Region.Volumes.IsUntouched(instance)) Disk(instance.RootDevice, VolumeDirectory.RootId(instance), "attached", instance.FirstLaunch, true);
            else
            {
                foreach (var volume in instance.Region.Volumes.Of(instance))
                {
                    if (volume.Attachment is { } place) Disk(place.Device, volume.Id, place.StateAt(instance.Region.Now), place.AttachTime, place.DeleteOnTermination);
                }
            }
        }

        xml.Close("blockDeviceMapping");

        void Disk(string device, string id, string status, DateTimeOffset since, bool isDeleted) => xml.Open("item").Element("deviceName", device)
            .Open("ebs").Element("volumeId", id).Element("status", status).Element("attachTime", since).Element("deleteOnTermination", isDeleted).Close("ebs").Close("item");
    }

    private static void Item(XmlOut xml, Instance instance)
    {
        var state = instance.State;
        xml.Open("item").Element("instanceId", instance.Id).Element("imageId", instance.Image.Id);
        State(xml, "instanceState", state);
        var gone = state == InstanceState.Terminated;
        xml.Element("privateDnsName", gone ? "" : instance.PrivateDnsName).Element("dnsName", gone ? "" : instance.PublicDnsName)
            .Element("reason", "").Element("keyName", instance.KeyName).Element("amiLaunchIndex", instance.LaunchIndex)
            .Open("productCodes").Close("productCodes").Element("instanceType", instance.InstanceType).Element("launchTime", instance.LaunchTime)
            .Open("placement").Element("availabilityZone", instance.AvailabilityZone).Element("groupName", "").Element("tenancy", "default").Close("placement");
        if (instance is WindowsInstance)
        {
            xml.Element("platform", "windows");
        }

        xml.Open("monitoring").Element("state", "disabled").Close("monitoring");
        if (!gone)
        {
            xml.Element("subnetId", instance.SubnetId).Element("vpcId", instance.VpcId)
                .Element("privateIpAddress", instance.PrivateIpAddress).Element("ipAddress", instance.PublicIpAddress)
                .Element("sourceDestCheck", true).Open("groupSet");
            foreach (var id in instance.SecurityGroupIds)
            {
                xml.Open("item").Element("groupId", id).Element("groupName", instance.Region.Network.FindGroup(id)?.Name ?? "").Close("item");
            }

            xml.Close("groupSet");
        }

        xml.Element("architecture", "x86_64").Element("rootDeviceType", "ebs").Element("rootDeviceName", instance.RootDevice);
        Disks(xml, instance);
        if (state == InstanceState.Stopped && instance.StartFailure is { } failure)
        {
            xml.Open("stateReason").Element("code", failure.Split(':')[0]).Element("message", failure).Close("stateReason");
        }

        xml.Element("virtualizationType", "hvm").Element("clientToken", instance.ClientToken ?? "");
        Tags.Write(xml, instance.Tags);
        xml.Element("hypervisor", "xen").Open("networkInterfaceSet");
        if (!gone)
        {
            PrimaryInterface(xml, instance);
        }

        xml.Close("networkInterfaceSet").Element("ebsOptimized", false).Element("enaSupport", true)
            .Element("ipv6Address", instance.Ipv6Address).Element("platformDetails", instance.Image.PlatformDetails).Element("usageOperation", instance.Image.UsageOperation).Close("item");
    }

    /// <summary>Attached at launch and for good: what its attach time tells outlives every stop and start.</summary>
    private static void PrimaryInterface(XmlOut xml, Instance instance) => xml.Open("item")
        .Element("networkInterfaceId", "eni-" + instance.Id[2..]).Element("status", "in-use").Element("privateIpAddress", instance.PrivateIpAddress)
        .Open("attachment").Element("attachmentId", "eni-attach-" + instance.Id[2..]).Element("deviceIndex", 0).Element("status", "attached")
        .Element("attachTime", instance.FirstLaunch).Element("deleteOnTermination", true).Close("attachment").Close("item");
}
