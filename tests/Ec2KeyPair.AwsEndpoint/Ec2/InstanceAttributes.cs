using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>DescribeInstanceAttribute and ModifyInstanceAttribute for userData, blockDeviceMapping and disableApiStop.</summary>
internal static class InstanceAttributes
{
    private const int MostUserData = 16 * 1024;
    private static readonly string[] Known = ["userData", "blockDeviceMapping", "disableApiStop"];

    public static readonly Ec2Action Describe = new("DescribeInstanceAttribute", ["InstanceId", "Attribute"], (call, xml) =>
    {
        var attribute = call.Parameters.Required("Attribute");
        var instance = InstanceIds.One(call);
        if (!Known.Contains(attribute))
        {
            throw AwsException.InvalidParameter("attribute", attribute, "Unknown attribute.");
        }

        call.EndDryRun();
        xml.Element("instanceId", instance.Id);
        switch (attribute)
        {
            case "userData":
                xml.Open("userData");
                if (instance.UserData.Length > 0) xml.Element("value", Convert.ToBase64String(instance.UserData));
                xml.Close("userData");
                break;
            case "disableApiStop":
                xml.Open("disableApiStop").Element("value", instance.DisableApiStop).Close("disableApiStop");
                break;
            default:
                InstanceXml.Disks(xml, instance);
                break;
        }
    });

    public static readonly Ec2Action Modify = new("ModifyInstanceAttribute", ["InstanceId", "UserData", "BlockDeviceMapping", "DisableApiStop"], (call, xml) =>
    {
        var instance = InstanceIds.One(call);
        var mappings = call.Parameters.Members("BlockDeviceMapping");
        var userData = call.Parameters["UserData.Value"];
        var disableApiStop = call.Parameters["DisableApiStop.Value"];
        var asked = (mappings.Count > 0 ? 1 : 0) + (userData is null ? 0 : 1) + (disableApiStop is null ? 0 : 1);
        if (asked != 1)
        {
            throw new AwsException("InvalidParameterCombination", asked == 0 ? "No attributes specified." : "Fields for multiple attribute types specified.");
        }

        if (userData is not null) SetUserData(call, instance, userData);
        else if (disableApiStop is not null) SetStopProtection(call, instance);
        else SetDisks(call, instance, mappings);
        xml.Element("return", true);
    });

    private static void SetStopProtection(Ec2Call call, Instance instance)
    {
        var value = call.Parameters.Flag("DisableApiStop.Value");
        call.EndDryRun();
        instance.DisableApiStop = value;
    }

    private static void SetUserData(Ec2Call call, Instance instance, string text)
    {
        byte[] decoded;
        try
        {
            decoded = Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new AwsException("InvalidParameterValue", "Invalid BASE64 encoding of user data.");
        }

        if (decoded.Length > MostUserData)
        {
            throw new AwsException("InvalidParameterValue", "User data is limited to 16384 bytes");
        }

        if (instance.State != InstanceState.Stopped)
        {
            throw new AwsException("IncorrectInstanceState", $"The instance '{instance.Id}' is not in the 'stopped' state.");
        }

        call.EndDryRun();
        instance.UserData = decoded;
    }

    private static void SetDisks(Ec2Call call, Instance instance, List<Parameters> mappings)
    {
        var changes = mappings.ConvertAll(mapping =>
        {
            var device = mapping.Required("DeviceName");
            var volume = call.Region.Volumes.Of(instance).FirstOrDefault(volume => volume.Attachment?.Device == device)
                ?? throw new AwsException("InvalidInstanceAttributeValue", $"No device is currently mapped at {device}");
            return (volume.Attachment, Value: mapping.Flag("Ebs.DeleteOnTermination"));
        });
        call.EndDryRun();
        changes.ForEach(change => change.Attachment!.DeleteOnTermination = change.Value);
    }
}
