using Amazon.Runtime;

namespace Ec2KeyPair.Aws.InstanceConnect;

/// <summary>That there is an answer is all it says: a request that fails has an error in place of it.</summary>
internal sealed class SendSshPublicKeyResponse : AmazonWebServiceResponse;
