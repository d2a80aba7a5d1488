using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html: to 50 instances by id, or to any number by tag.</summary>
internal static partial class SendCommand
{
    public static readonly JsonAction Action = new("AmazonSSM.SendCommand", "ssm", Execute);

    private const int MaxIds = 50;
    private const int MaxTargets = 5;
    private const int MaxSize = 64 * 1024;

    private static JsonObject Execute(JsonCall call)
    {
        var request = Read(call);
        var document = CommandDocument.Find(request.DocumentName);
        if (request.DocumentVersion is not ("$DEFAULT" or "$LATEST" or "1"))
        {
            throw new AwsException("InvalidDocumentVersion", "The document version isn't valid or doesn't exist.");
        }

        var values = DocumentParameter.Complete(document.Name, document.Parameters, request.Parameters, "InvalidParameters");
        if (request.Parameters.Sum(parameter => parameter.Value.Sum(value => value.Length)) > MaxSize)
        {
            throw new AwsException("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.");
        }

        RefuseWhatIsNotHere(call);
        var command = new PlayedCommand(call.Region, request with { DocumentName = document.Name }, document, values, CommandTargets.Resolve(call, request, document));
        var answer = CommandJson.Command(command);
        call.Region.Commands.Send(command);
        return new JsonObject { ["Command"] = answer };
    }

    private static CommandRequest Read(JsonCall call)
    {
        var name = Matching(call, "DocumentName", DocumentNames()) ?? throw JsonCall.Invalid("DocumentName", "Member must not be null");
        if (call.Text("Comment") is { Length: > 100 })
        {
            throw JsonCall.Invalid("Comment", "Member must have length less than or equal to 100");
        }

        var ids = call.Texts("InstanceIds");
        if (ids.Count > MaxIds)
        {
            throw JsonCall.Invalid("InstanceIds", $"Member must have length less than or equal to {MaxIds}");
        }

        foreach (var id in ids.Where(id => !InstanceId().IsMatch(id)))
        {
            throw JsonCall.Invalid("InstanceIds", $"Member must satisfy constraint: [Member must satisfy regular expression pattern: {InstanceId()}] ({id})");
        }

        var targets = call.Objects("Targets").Select(Target).ToList();
        if (targets.Count > MaxTargets)
        {
            throw JsonCall.Invalid("Targets", $"Member must have length less than or equal to {MaxTargets}");
        }

        return new CommandRequest(
            name,
            call.Text("DocumentVersion") ?? "$DEFAULT",
            call.Lists("Parameters"),
            ids,
            targets,
            call.Text("Comment") ?? "",
            JsonPaging.Limited(call, "TimeoutSeconds", 30, 2_592_000) ?? 3600,
            Matching(call, "MaxConcurrency", Concurrency()) ?? "50",
            Matching(call, "MaxErrors", Errors()) ?? "0");
    }

    private static CommandTarget Target(JsonObject target)
    {
        var key = (string?)target["Key"] ?? "";
        var values = (target["Values"] as JsonArray ?? []).Select(value => (string?)value ?? "").ToList();
        return key.Length is 0 or > 163 ? throw JsonCall.Invalid("Targets", "Member must have length between 1 and 163")
            : values.Count > MaxIds ? throw JsonCall.Invalid("Targets", $"Member must have length less than or equal to {MaxIds}")
            : new CommandTarget(key, values);
    }

    private static string? Matching(JsonCall call, string name, Regex pattern) => call.Text(name) is not { } text ? null
        : pattern.IsMatch(text) ? text
        : throw JsonCall.Invalid(name, $"Member must satisfy regular expression pattern: {pattern}");

    /// <summary>There is no S3, no SNS and no CloudWatch here; a bucket or topic that does not exist is refused by AWS too.</summary>
    private static void RefuseWhatIsNotHere(JsonCall call)
    {
        if (call.Text("OutputS3BucketName") is { Length: > 0 })
        {
            throw new AwsException("InvalidOutputFolder", "The S3 bucket doesn't exist.");
        }

        if (call.Body["NotificationConfig"]?["NotificationArn"] is not null)
        {
            throw new AwsException("InvalidNotificationConfig", "One or more configuration items isn't valid. Verify that a valid Amazon Resource Name (ARN) was provided for an Amazon Simple Notification Service topic.");
        }

        if (call.Text("ServiceRoleArn") is { Length: > 0 })
        {
            throw new AwsException("InvalidRole", "The role name can't contain invalid characters. Also verify that you specified an IAM role for notifications that includes the required trust policy.");
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_\-.:/]{3,128}$")]
    private static partial Regex DocumentNames();

    [GeneratedRegex("^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$")]
    private static partial Regex Concurrency();

    [GeneratedRegex("^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$")]
    private static partial Regex Errors();

    [GeneratedRegex(@"^i-(\w{8}|\w{17})$|^mi-\w{17}$")]
    internal static partial Regex InstanceId();
}
