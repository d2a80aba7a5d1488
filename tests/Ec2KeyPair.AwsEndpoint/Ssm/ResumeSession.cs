using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ResumeSession.html: of a session that has ended the answer has no token.</summary>
internal static class ResumeSession
{
    public static readonly JsonAction Action = new("AmazonSSM.ResumeSession", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var session = call.Aws.Sessions.Find(call.Required("SessionId")) ?? throw new AwsException("DoesNotExistException", "Session does not exist.");
        var answer = new JsonObject { ["SessionId"] = session.Id, ["StreamUrl"] = StartSession.StreamUrl(call.Aws, session.Id) };
        if (session.Renew() is { } token) answer["TokenValue"] = token;
        return answer;
    }
}
