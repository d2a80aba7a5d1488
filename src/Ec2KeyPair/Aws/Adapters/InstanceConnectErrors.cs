using Amazon.Runtime;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>What EC2 Instance Connect refuses in its own words (EC2 Instance Connect API Reference, SendSSHPublicKey, Errors).</summary>
internal static class InstanceConnectErrors
{
    /// <summary>Our exception for one of its own errors; null for those that all services have.</summary>
    internal static Ec2KeyPairException? Explain(Ec2KeyPairException error, KeyPush push)
    {
        return (error.InnerException as AmazonServiceException)?.ErrorCode switch
        {
            "EC2InstanceNotFoundException" => Because(
                ErrorCondition.InstanceNotFound, "Check the Region and the account (-Region, -ProfileName)."),
            "EC2InstanceStateInvalidException" => Because(
                ErrorCondition.InstanceNotRunning, "Start it with Start-EC2Instance."),
            "EC2InstanceUnavailableException" => Because(
                ErrorCondition.InstanceNotRunning, "Wait a few minutes and try again."),
            "EC2InstanceTypeInvalidException" => Because(
                ErrorCondition.AwsRequestFailed, "Use another way: -Via SessionManager, or a key of the instance's own."),
            "InvalidArgsException" => Because(
                ErrorCondition.ParameterInvalid, $"Check the account '{push.UserName}' (-UserName)."),
            "AuthException" => Because(
                ErrorCondition.AwsAccessDenied,
                $"The caller needs the permission ec2-instance-connect:SendSSHPublicKey on {push.InstanceId}, with ec2:osuser '{push.UserName}' where the policy says so."),
            _ => null,
        };

        Ec2KeyPairException Because(ErrorCondition condition, string mend) => new(condition, error.Message, push.InstanceId, mend, error.InnerException);
    }
}
