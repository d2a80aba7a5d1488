using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html</summary>
internal static class GetParameter
{
    public static readonly JsonAction Action = new("AmazonSSM.GetParameter", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var found = call.Region.Parameters.Find(call.Required("Name")) ?? PublicParameters.Find(call.Region, call.Required("Name")) ?? throw new AwsException("ParameterNotFound", "");
        return new JsonObject { ["Parameter"] = ParameterStore.Write(found, call.Flag("WithDecryption"), call.Region.Name, call.Region.AccountId) };
    }
}
