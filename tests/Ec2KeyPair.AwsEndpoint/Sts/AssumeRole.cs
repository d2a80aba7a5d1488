using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.SigV4;

namespace Ec2KeyPair.AwsEndpoint.Sts;

/// <summary>https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: every role of every account may be assumed, unless denied in the store.</summary>
internal static partial class AssumeRole
{
    public static void Execute(AwsRequest request, CredentialStore credentials, XmlOut xml)
    {
        var arn = Required(request, "RoleArn");
        var session = Required(request, "RoleSessionName");
        var seconds = request.Parameters.Number("DurationSeconds") ?? 3600;
        if (RoleArn().Match(arn) is not { Success: true } role)
        {
            throw new AwsException("ValidationError", $"{arn} is invalid");
        }

        if (!SessionName().IsMatch(session))
        {
            throw new AwsException("ValidationError", $"1 validation error detected: Value '{session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        }

        if (seconds is < 900 or > 43200)
        {
            throw new AwsException("ValidationError", $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value {(seconds < 900 ? "greater than or equal to 900" : "less than or equal to 43200")}");
        }

        if (credentials.IsDenied(arn))
        {
            throw new AwsException("AccessDenied", $"User: {request.Signer!.Credential.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
        }

        var name = role.Groups["name"].Value;
        var issued = credentials.IssueSession(role.Groups["account"].Value, name[(name.LastIndexOf('/') + 1)..], session, TimeSpan.FromSeconds(seconds));
        xml.Open("AssumedRoleUser").Element("AssumedRoleId", issued.UserId).Element("Arn", issued.Arn).Close("AssumedRoleUser")
            .Open("Credentials").Element("AccessKeyId", issued.AccessKey).Element("SecretAccessKey", issued.SecretKey).Element("SessionToken", issued.SessionToken)
            .Element("Expiration", issued.Expires!.Value).Close("Credentials");
    }

    private static string Required(AwsRequest request, string name) => request.Parameters[name] is { Length: > 0 } value
        ? value
        : throw new AwsException("ValidationError", $"1 validation error detected: Value at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must not be null");

    [GeneratedRegex(@"^arn:aws[\w-]*:iam::(?<account>\d{12}):role/(?<name>[\w+=,.@/-]+)$")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}$")]
    private static partial Regex SessionName();
}
