using System.Text.Json;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Sso;

/// <summary>https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html, the refresh_token grant.</summary>
internal sealed class CreateTokenRoute : IHttpRoute
{
    public string Service => "sso-oidc";

    public string? ActionOf(AwsRequest request) => request is { Method: "POST", RawPath: "/token" } ? "CreateToken" : null;

    public Task<ApiAnswer?> HandleAsync(AwsRequest request, LoopbackAws aws)
    {
        JsonObject? body;
        try
        {
            body = JsonNode.Parse(request.Body) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        string Need(string name) => (string?)body?[name] ?? throw new AwsException("InvalidRequestException", "invalid_request");
        var (client, secret, grant) = (Need("clientId"), Need("clientSecret"), Need("grantType"));
        if (client != aws.Sso.ClientId || secret != aws.Sso.ClientSecret)
        {
            throw new AwsException("InvalidClientException", "invalid_client", 401);
        }

        if (grant != "refresh_token")
        {
            throw new AwsException("UnsupportedGrantTypeException", "unsupported_grant_type");
        }

        var refresh = Need("refreshToken");
        if (!aws.Sso.Redeem(refresh))
        {
            throw new AwsException("InvalidGrantException", "invalid_grant");
        }

        return Task.FromResult<ApiAnswer?>(RestJson.Ok(new JsonObject
        {
            ["accessToken"] = aws.Sso.IssueAccessToken(),
            ["expiresIn"] = aws.Sso.TokenLifetimeSeconds,
            ["refreshToken"] = refresh,
            ["tokenType"] = "Bearer",
        }));
    }

    public ApiAnswer Error(AwsRequest request, AwsException error) => new(
        error.Status,
        "application/json",
        RestJson.Bytes(new JsonObject { ["error"] = error.Message, ["error_description"] = error.Message }),
        error.Code,
        error.Code);
}
