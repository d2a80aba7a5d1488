using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>Writes SendSSHPublicKey's request (AWS JSON 1.1 protocol).</summary>
internal sealed class SendSshPublicKeyMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    private const string Target = "AWSEC2InstanceConnectService.SendSSHPublicKey";

    internal static SendSshPublicKeyMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var members = (SendSshPublicKeyRequest)input;
        var request = new DefaultRequest(input, InstanceConnectConfig.Id) { HttpMethod = "POST", ResourcePath = "/", Content = Body(members) };
        request.Headers["X-Amz-Target"] = Target;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }

    private static byte[] Body(SendSshPublicKeyRequest members)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("InstanceId", members.InstanceId);
            json.WriteString("InstanceOSUser", members.InstanceOSUser);
            json.WriteString("SSHPublicKey", members.SSHPublicKey);
            if (members.AvailabilityZone is { } zone) json.WriteString("AvailabilityZone", zone);
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
