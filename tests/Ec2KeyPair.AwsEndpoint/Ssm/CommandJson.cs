using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>Commands and invocations as Systems Manager writes them.</summary>
internal static class CommandJson
{
    internal static JsonObject Command(PlayedCommand command)
    {
        var (status, details) = command.Summary;
        return new JsonObject
        {
            ["CommandId"] = command.Id,
            ["DocumentName"] = command.Request.DocumentName,
            ["DocumentVersion"] = command.Request.DocumentVersion,
            ["Comment"] = command.Request.Comment,
            ["ExpiresAfter"] = Time(command.ExpiresAt),
            ["Parameters"] = new JsonObject(command.Request.Parameters.Select(parameter => new KeyValuePair<string, JsonNode?>(parameter.Key, Texts(parameter.Value)))),
            ["InstanceIds"] = Texts(command.Request.InstanceIds),
            ["Targets"] = new JsonArray([.. command.Request.Targets.Select(target => new JsonObject { ["Key"] = target.Key, ["Values"] = Texts(target.Values) })]),
            ["RequestedDateTime"] = Time(command.RequestedAt),
            ["Status"] = status,
            ["StatusDetails"] = details,
            ["OutputS3Region"] = "",
            ["OutputS3BucketName"] = "",
            ["OutputS3KeyPrefix"] = "",
            ["MaxConcurrency"] = command.Request.MaxConcurrency,
            ["MaxErrors"] = command.Request.MaxErrors,
            ["TargetCount"] = command.Invocations.Count,
            ["CompletedCount"] = command.Invocations.Count(invocation => invocation.HasEnded),
            ["ErrorCount"] = command.Errors,
            ["DeliveryTimedOutCount"] = command.Invocations.Count(invocation => invocation.StatusDetails == "DeliveryTimedOut"),
            ["ServiceRole"] = "",
            ["NotificationConfig"] = NoNotification(),
            ["CloudWatchOutputConfig"] = NoCloudWatch(),
            ["TimeoutSeconds"] = command.Request.TimeoutSeconds,
        };
    }

    internal static JsonObject Invocation(PlayedCommand command, PlayedInvocation invocation, bool details) => new()
    {
        ["CommandId"] = command.Id,
        ["InstanceId"] = invocation.Instance.Id,
        ["InstanceName"] = invocation.Instance is WindowsInstance windows ? windows.Machine.Name : invocation.Instance.PrivateDnsName,
        ["Comment"] = command.Request.Comment,
        ["DocumentName"] = command.Request.DocumentName,
        ["DocumentVersion"] = command.Request.DocumentVersion,
        ["RequestedDateTime"] = Time(command.RequestedAt),
        ["Status"] = invocation.Status,
        ["StatusDetails"] = invocation.StatusDetails,
        ["TraceOutput"] = "",
        ["StandardOutputUrl"] = "",
        ["StandardErrorUrl"] = "",
        ["CommandPlugins"] = new JsonArray([.. (details ? invocation.Steps : []).Select(Plugin)]),
        ["ServiceRole"] = "",
        ["NotificationConfig"] = NoNotification(),
        ["CloudWatchOutputConfig"] = NoCloudWatch(),
    };

    internal static JsonObject NoCloudWatch() => new() { ["CloudWatchLogGroupName"] = "", ["CloudWatchOutputEnabled"] = false };

    /// <summary>Seconds since 1970, as in all JSON protocols of AWS.</summary>
    internal static double Time(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / 1000.0;

    private static JsonNode Plugin(PlayedStep step)
    {
        var json = new JsonObject
        {
            ["Name"] = step.Name,
            ["Status"] = step.Status,
            ["StatusDetails"] = step.StatusDetails,
            ["ResponseCode"] = step.ResponseCode,
            ["Output"] = AgentOutput.Summary(step.Output, step.Error),
            ["StandardOutputUrl"] = "",
            ["StandardErrorUrl"] = "",
            ["OutputS3Region"] = "",
            ["OutputS3BucketName"] = "",
            ["OutputS3KeyPrefix"] = "",
        };
        if (step.StartedAt is { } started)
        {
            json["ResponseStartDateTime"] = Time(started);
        }

        if (step.EndedAt is { } ended)
        {
            json["ResponseFinishDateTime"] = Time(ended);
        }

        return json;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonObject NoNotification() => new() { ["NotificationArn"] = "", ["NotificationEvents"] = new JsonArray(), ["NotificationType"] = "" };
}
