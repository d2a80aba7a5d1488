using System.Globalization;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html, as far as keys, images and tags go.</summary>
internal static class RunInstances
{
    public static readonly Ec2Action Action = new(
        "RunInstances",
        [
            "ImageId", "MinCount", "MaxCount", "KeyName", "InstanceType", "TagSpecification", "ClientToken", "SecurityGroupId", "SecurityGroup", "SubnetId",
            "UserData", "IamInstanceProfile", "Placement", "Monitoring", "EbsOptimized", "BlockDeviceMapping", "NetworkInterface", "MetadataOptions",
            "DisableApiTermination", "InstanceInitiatedShutdownBehavior",
        ],
        Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var image = ReadImage(call);
        var least = Count(call, "MinCount");
        var most = Count(call, "MaxCount");
        if (most < least)
        {
            throw AwsException.InvalidParameter("MinCount", least.ToString(CultureInfo.InvariantCulture), "MaxCount must not be less than MinCount.");
        }

        if (most > 1000)
        {
            throw new AwsException("InstanceLimitExceeded", $"You have requested more instances ({most}) than your current instance limit of 1000 allows.");
        }

        var key = ReadKey(call, image);
        var zone = ReadZone(call);
        if (call.Parameters["InstanceInitiatedShutdownBehavior"] is not (null or "stop" or "terminate") and var behavior)
        {
            throw AwsException.InvalidParameter("instanceInitiatedShutdownBehavior", behavior, "Value must be stop or terminate.");
        }

        var userData = ReadUserData(call);
        var tags = Tags.FromSpecification(call.Parameters, "instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu");
        call.EndDryRun();
        var token = call.Parameters["ClientToken"];
        if (!string.IsNullOrEmpty(token) && call.Region.ClientTokens.TryGetValue(token, out var earlier))
        {
            var again = call.Region.Instances.Where(instance => instance.ReservationId == earlier).ToArray();
            InstanceXml.Reservation(xml, call.Region.AccountId, again);
            return;
        }

        var launched = call.Region.Launch(image, key, most, tags).ToArray();
        if (!string.IsNullOrEmpty(token))
        {
            call.Region.ClientTokens[token] = launched[0].ReservationId;
        }

        foreach (var instance in launched)
        {
            instance.InstanceType = call.Parameters["InstanceType"] ?? "m1.small";
            instance.ClientToken = token;
            instance.UserData = userData;
            instance.TerminatesOnShutdown = call.Parameters["InstanceInitiatedShutdownBehavior"] == "terminate";
            if (zone is not null) instance.AvailabilityZone = zone;
            if (call.Parameters["SubnetId"] is { Length: > 0 } subnet) instance.SubnetId = subnet;
            if (instance is LinuxInstance linux && LinuxInstance.HasSshServer && call.Region.Settings.StartSshServers)
            {
                call.Region.InBackground(() => linux.StartSshServerAsync());
            }
        }

        foreach (var linux in launched.OfType<LinuxInstance>()) linux.Boot();
        InstanceXml.Reservation(xml, call.Region.AccountId, launched);
    }

    private static string? ReadZone(Ec2Call call)
    {
        if (call.Parameters["Placement.AvailabilityZone"] is not { Length: > 0 } zone) return null;
        return zone.Length == call.Region.Name.Length + 1 && zone.StartsWith(call.Region.Name, StringComparison.Ordinal) && zone[^1] is >= 'a' and <= 'c'
            ? zone
            : throw AwsException.InvalidParameter("availabilityZone", zone, "Subnets can currently only be created in the following availability zones: " + string.Join(", ", "abc".Select(letter => call.Region.Name + letter)) + ".");
    }

    private static byte[] ReadUserData(Ec2Call call)
    {
        if (call.Parameters["UserData"] is not { Length: > 0 } text) return [];
        try
        {
            var decoded = Convert.FromBase64String(text);
            return decoded.Length <= 16 * 1024 ? decoded : throw new AwsException("InvalidParameterValue", "User data is limited to 16384 bytes");
        }
        catch (FormatException)
        {
            throw new AwsException("InvalidParameterValue", "Invalid BASE64 encoding of user data.");
        }
    }

    private static Image ReadImage(Ec2Call call)
    {
        var id = call.Parameters.Required("ImageId");
        return id.StartsWith("ami-", StringComparison.Ordinal)
            ? call.Region.Cloud.Images.Find(image => image.Id == id)
                ?? throw new AwsException("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist")
            : throw new AwsException("InvalidAMIID.Malformed", $"Invalid id: \"{id}\" (expecting \"ami-...\")");
    }

    private static KeyPair? ReadKey(Ec2Call call, Image image)
    {
        if (call.Parameters["KeyName"] is not { Length: > 0 } name)
        {
            return null;
        }

        var key = call.Region.FindKeyPair(name) ?? throw new AwsException("InvalidKeyPair.NotFound", $"The key pair '{name}' does not exist");
        if (image.IsWindows && key.PublicKey.Type == "ed25519" && call.Region.Settings.RefuseEd25519OnWindows)
        {
            // The words as users report them, e.g. https://github.com/splunk/attack_range/pull/901.
            throw new AwsException("Unsupported", "ED25519 key pairs are not supported with Windows AMIs. Choose a different key pair type and try again.");
        }

        return key;
    }

    private static int Count(Ec2Call call, string name)
    {
        var count = call.Parameters.Number(name) ?? throw AwsException.MissingParameter(name);
        return count > 0 ? count : throw AwsException.InvalidParameter(name, count.ToString(CultureInfo.InvariantCulture), "The value must be at least 1.");
    }
}
