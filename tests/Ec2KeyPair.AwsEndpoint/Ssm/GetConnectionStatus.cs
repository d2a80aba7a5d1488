using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetConnectionStatus.html</summary>
internal static class GetConnectionStatus
{
    public static readonly JsonAction Action = new("AmazonSSM.GetConnectionStatus", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var target = call.Required("Target");
        var isConnected = call.Region.Find(target) is { IsReachable: true };
        return new JsonObject { ["Target"] = target, ["Status"] = isConnected ? "connected" : "notconnected" };
    }
}
