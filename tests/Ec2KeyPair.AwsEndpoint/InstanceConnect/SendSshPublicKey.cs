using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.Keys;
using Ec2KeyPair.AwsEndpoint.Ssm;

namespace Ec2KeyPair.AwsEndpoint.InstanceConnect;

/// <summary>https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html: lets a key in for 60 s.</summary>
internal static partial class SendSshPublicKey
{
    public static readonly JsonAction Action = new("AWSEC2InstanceConnectService.SendSSHPublicKey", "ec2-instance-connect", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var id = Required(call, "InstanceId", InstanceIdForm());
        var user = Required(call, "InstanceOSUser", UserForm());
        var line = call.Text("SSHPublicKey") is { Length: >= 80 and <= 4096 } text ? text.Trim() : throw Invalid("The SSH public key is not between 80 and 4096 characters long.");
        var key = line.Contains('\n', StringComparison.Ordinal) ? null : PublicKey.TryParse(Encoding.UTF8.GetBytes(line), out _);
        if (key is null || (key.Type == "rsa" && key.Bits is not (2048 or 4096)) || !line.StartsWith(key.OpenSshType, StringComparison.Ordinal))
        {
            throw Invalid("The SSH public key is not valid: ED25519 keys and RSA keys of 2048 and 4096 bits are supported.");
        }

        var instance = call.Region.Find(id) ?? throw new AwsException("EC2InstanceNotFoundException", "The specified instance was not found.");
        if (instance.State != InstanceState.Running)
        {
            throw new AwsException("EC2InstanceStateInvalidException", "Unable to connect because the instance is not in a valid state.");
        }

        if (call.Text("AvailabilityZone") is { } zone && zone != instance.AvailabilityZone)
        {
            throw Invalid("The Availability Zone is not that of the instance.");
        }

        if (instance is LinuxInstance { HasInstanceConnect: true, Server: SshServer ssh } && user == SshServer.UserName)
        {
            ssh.PushedKeys.Add(line);
        }

        return new JsonObject { ["RequestId"] = call.Request.RequestId, ["Success"] = true };
    }

    private static string Required(JsonCall call, string name, Regex form) =>
        call.Text(name) is { } text && form.IsMatch(text) ? text : throw Invalid($"{name} is not valid.");

    private static AwsException Invalid(string why) => new("InvalidArgsException", why);

    [GeneratedRegex(@"\Ai-[a-f0-9]{8,30}\z")]
    private static partial Regex InstanceIdForm();

    [GeneratedRegex(@"\A([A-Za-z_][A-Za-z0-9@._-]{0,30}[A-Za-z0-9$_-]?|(?=.{2,32}\z)[0-9]{1,32}[A-Za-z@._-][A-Za-z0-9@._-]*[A-Za-z0-9$_-]?)\z")]
    private static partial Regex UserForm();
}
