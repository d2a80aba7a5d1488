using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Gateway;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html</summary>
internal static class StartSession
{
    public static readonly JsonAction Action = new("AmazonSSM.StartSession", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var target = call.Required("Target");
        if (call.Text("Reason") is { Length: 0 or > 256 }) throw JsonCall.Invalid("Reason", "Member must have length between 1 and 256");
        var document = SessionDocument.Read(call.Text("DocumentName"), call.Body["Parameters"] as JsonObject);
        if (call.Region.Find(target) is not { IsReachable: true } instance)
        {
            throw new AwsException("TargetNotConnected", $"{target} is not connected.");
        }

        var owner = call.Request.Signer!.Credential.Arn.Split('/')[^1];
        var session = call.Aws.Sessions.Start(instance, document, owner);
        return new JsonObject { ["SessionId"] = session.Id, ["TokenValue"] = session.Token, ["StreamUrl"] = StreamUrl(call.Aws, session.Id) };
    }

    internal static string StreamUrl(LoopbackAws aws, string sessionId) =>
        $"ws{aws.Url["http".Length..]}/v1/data-channel/{sessionId}?role=publish_subscribe";
}
