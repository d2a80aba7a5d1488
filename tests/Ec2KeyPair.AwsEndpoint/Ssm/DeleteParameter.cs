using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html</summary>
internal static class DeleteParameter
{
    public static readonly JsonAction Action = new("AmazonSSM.DeleteParameter", "ssm", call =>
        call.Region.Parameters.Remove(call.Required("Name")) ? [] : throw new AwsException("ParameterNotFound", ""));
}
