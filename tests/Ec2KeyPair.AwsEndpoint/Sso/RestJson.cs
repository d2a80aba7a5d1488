using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Sso;

/// <summary>Answers of the REST-JSON services.</summary>
internal static class RestJson
{
    public static ApiAnswer Ok(JsonNode body) => new(200, "application/json", Bytes(body));

    public static ApiAnswer Error(AwsException error) =>
        new(error.Status, "application/json", Bytes(new JsonObject { ["message"] = error.Message, ["__type"] = error.Code }), error.Code, error.Code);

    public static byte[] Bytes(JsonNode body) => System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
}
