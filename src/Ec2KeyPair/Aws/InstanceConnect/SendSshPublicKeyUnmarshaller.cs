using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>Reads SendSSHPublicKey's answer (AWS JSON 1.1 protocol).</summary>
internal sealed class SendSshPublicKeyUnmarshaller : JsonResponseUnmarshaller
{
    internal static SendSshPublicKeyUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new SendSshPublicKeyResponse();

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var reader = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return new AmazonServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
