using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>EC2 Instance Connect over the SDK's request pipeline.</summary>
internal sealed class InstanceConnectClient(AWSCredentials credentials, InstanceConnectConfig config) : AmazonServiceClient(credentials, config)
{
    /// <summary>SendSSHPublicKey (EC2 Instance Connect API Reference).</summary>
    /// <exception cref="AmazonServiceException">The service refused; its ErrorCode says why.</exception>
    internal Task<SendSshPublicKeyResponse> SendSshPublicKeyAsync(SendSshPublicKeyRequest request, CancellationToken cancel) =>
        InvokeAsync<SendSshPublicKeyResponse>(
            request,
            new InvokeOptions { RequestMarshaller = SendSshPublicKeyMarshaller.Instance, ResponseUnmarshaller = SendSshPublicKeyUnmarshaller.Instance },
            cancel);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<Amazon.Runtime.Internal.EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new InstanceConnectEndpointHandler());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
    }
}
