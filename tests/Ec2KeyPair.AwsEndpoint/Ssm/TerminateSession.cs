using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TerminateSession.html: also of one that has ended, or never was.</summary>
internal static class TerminateSession
{
    public static readonly JsonAction Action = new("AmazonSSM.TerminateSession", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var id = call.Required("SessionId");
        if (call.Aws.Sessions.Find(id) is { } session) _ = Task.Run(() => session.CloseAsync("").AsTask());
        return new JsonObject { ["SessionId"] = id };
    }
}
