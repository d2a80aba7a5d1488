using Amazon.Runtime;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>The members of SendSSHPublicKey's request.</summary>
internal sealed class SendSshPublicKeyRequest : AmazonWebServiceRequest
{
    internal required string InstanceId { get; init; }

    internal required string InstanceOSUser { get; init; }

    internal required string SSHPublicKey { get; init; }

    internal string? AvailabilityZone { get; init; }
}
