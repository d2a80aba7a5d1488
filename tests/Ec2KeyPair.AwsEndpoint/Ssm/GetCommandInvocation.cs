using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html: one step on one instance, with up to 24,000 characters of
/// standard output and 8,000 of standard error once it has ended.
/// </summary>
internal static class GetCommandInvocation
{
    public static readonly JsonAction Action = new("AmazonSSM.GetCommandInvocation", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var id = CommandFilters.CommandId(call, isRequired: true)!;
        var instanceId = call.Required("InstanceId");
        if (!SendCommand.InstanceId().IsMatch(instanceId))
        {
            throw JsonCall.Invalid("InstanceId", $"Member must satisfy regular expression pattern: {SendCommand.InstanceId()}");
        }

        var command = call.Region.Commands.FindVisible(id);
        var invocation = command?.Invocations.FirstOrDefault(one => one.Instance.Id == instanceId) ?? throw new AwsException("InvocationDoesNotExist", "");
        return Write(command!, invocation, Step(invocation, call.Text("PluginName")));
    }

    private static PlayedStep Step(PlayedInvocation invocation, string? name) =>
        (name is null ? invocation.Steps.Count == 1 ? invocation.Steps[0] : null : invocation.Steps.FirstOrDefault(step => step.Name == name))
            ?? throw new AwsException("InvalidPluginName", "The plugin name isn't valid.");

    private static JsonObject Write(PlayedCommand command, PlayedInvocation invocation, PlayedStep step)
    {
        var isOne = invocation.Steps.Count == 1;
        return new JsonObject
        {
            ["CommandId"] = command.Id,
            ["InstanceId"] = invocation.Instance.Id,
            ["Comment"] = command.Request.Comment,
            ["DocumentName"] = command.Request.DocumentName,
            ["DocumentVersion"] = command.Request.DocumentVersion,
            ["PluginName"] = step.Name,
            ["ResponseCode"] = step.ResponseCode,
            ["ExecutionStartDateTime"] = Time(step.StartedAt),
            ["ExecutionElapsedTime"] = step is { StartedAt: { } started, EndedAt: { } ended } ? XmlConvert.ToString(TimeSpan.FromMilliseconds(Math.Round((ended - started).TotalMilliseconds))) : "",
            ["ExecutionEndDateTime"] = Time(step.EndedAt),
            ["Status"] = isOne ? invocation.Status : step.Status,
            ["StatusDetails"] = isOne ? invocation.StatusDetails : step.StatusDetails,
            ["StandardOutputContent"] = AgentOutput.Prefix(step.Output, AgentOutput.OutputLimit),
            ["StandardOutputUrl"] = "",
            ["StandardErrorContent"] = AgentOutput.Prefix(step.Error, AgentOutput.ErrorLimit),
            ["StandardErrorUrl"] = "",
            ["CloudWatchOutputConfig"] = CommandJson.NoCloudWatch(),
        };
    }

    private static string Time(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";
}
