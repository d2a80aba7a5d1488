using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Sso;

/// <summary>https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html: unsigned, the bearer token decides.</summary>
internal sealed class GetRoleCredentialsRoute : IHttpRoute
{
    public string Service => "sso";

    public string? ActionOf(AwsRequest request) => request is { Method: "GET", RawPath: "/federation/credentials" } ? "GetRoleCredentials" : null;

    public Task<ApiAnswer?> HandleAsync(AwsRequest request, LoopbackAws aws)
    {
        var query = request.QueryParameters;
        var role = query["role_name"] ?? throw Invalid("role_name");
        var account = query["account_id"] ?? throw Invalid("account_id");
        if (!aws.Sso.IsValid(request.Context.Request.Headers["x-amz-sso_bearer_token"].ToString()))
        {
            throw new AwsException("UnauthorizedException", "Session token not found or invalid", 401);
        }

        if (!aws.Sso.IsAssigned(account, role))
        {
            throw new AwsException("ForbiddenException", "No access", 403);
        }

        var issued = aws.Credentials.IssueSession(account, "AWSReservedSSO_" + role + "_0123456789abcdef", "user@example.com", TimeSpan.FromHours(1));
        return Task.FromResult<ApiAnswer?>(RestJson.Ok(new JsonObject
        {
            ["roleCredentials"] = new JsonObject
            {
                ["accessKeyId"] = issued.AccessKey,
                ["secretAccessKey"] = issued.SecretKey,
                ["sessionToken"] = issued.SessionToken,
                ["expiration"] = issued.Expires!.Value.ToUnixTimeMilliseconds(),
            },
        }));

        static AwsException Invalid(string name) => new("InvalidRequestException", $"Missing required parameter {name}");
    }

    public ApiAnswer Error(AwsRequest request, AwsException error) => RestJson.Error(error);
}
