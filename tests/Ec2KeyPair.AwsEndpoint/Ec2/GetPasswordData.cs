using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Ec2;

/// <summary>
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html: the first password under the launch key; empty until
/// ready, and for ever for Linux, ED25519 and instances without a key.
/// </summary>
internal static class GetPasswordData
{
    public static readonly Ec2Action Action = new("GetPasswordData", ["InstanceId"], Execute);

    private static void Execute(Ec2Call call, XmlOut xml)
    {
        var instance = InstanceIds.One(call);
        call.EndDryRun();
        xml.Element("instanceId", instance.Id).Element("timestamp", call.Region.Now)
            .Element("passwordData", instance is WindowsInstance windows ? windows.PasswordData() : "");
    }
}
