using System.Globalization;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>CommandId, InstanceId and Filters of ListCommands and ListCommandInvocations.</summary>
internal sealed class CommandFilters
{
    private readonly string? _commandId;
    private readonly string? _instanceId;
    private readonly List<Func<PlayedCommand, string, string, bool>> _filters = [];

    internal CommandFilters(JsonCall call, bool knowsExecutionStage)
    {
        _commandId = CommandId(call, isRequired: false);
        _instanceId = call.Text("InstanceId");
        if (_instanceId is not null && !SendCommand.InstanceId().IsMatch(_instanceId))
        {
            throw JsonCall.Invalid("InstanceId", $"Member must satisfy regular expression pattern: {SendCommand.InstanceId()}");
        }

        var filters = call.Objects("Filters").ToList();
        if (call.Body["Filters"] is not null && filters.Count is 0 or > 5)
        {
            throw JsonCall.Invalid("Filters", "Member must have length between 1 and 5");
        }

        foreach (var filter in filters)
        {
            _filters.Add(Read(filter, knowsExecutionStage));
        }
    }

    internal static string? CommandId(JsonCall call, bool isRequired)
    {
        var id = isRequired ? call.Required("CommandId") : call.Text("CommandId");
        return id is null or { Length: 36 } ? id : throw JsonCall.Invalid("CommandId", "Member must have length between 36 and 36");
    }

    internal bool Takes(PlayedCommand command) => (_commandId is null || command.Id == _commandId)
        && (_instanceId is null || command.Invocations.Any(invocation => invocation.Instance.Id == _instanceId))
        && _filters.TrueForAll(filter => filter(command, command.Status, command.StatusDetails));

    internal bool Takes(PlayedCommand command, PlayedInvocation invocation) => (_commandId is null || command.Id == _commandId)
        && (_instanceId is null || invocation.Instance.Id == _instanceId)
        && _filters.TrueForAll(filter => filter(command, invocation.Status, invocation.StatusDetails));

    private static Func<PlayedCommand, string, string, bool> Read(JsonObject filter, bool knowsExecutionStage)
    {
        var value = (string?)filter["value"] ?? throw JsonCall.Invalid("Filters", "Member must not be null");
        switch ((string?)filter["key"])
        {
            case "Status":
                return (_, status, details) => value == status || value == details;
            case "DocumentName":
                return (command, _, _) => command.Request.DocumentName == value;
            case "InvokedAfter":
                var after = Moment(value);
                return (command, _, _) => command.RequestedAt >= after;
            case "InvokedBefore":
                var before = Moment(value);
                return (command, _, _) => command.RequestedAt <= before;
            case "ExecutionStage" when knowsExecutionStage:
                return (_, status, _) => value == "Executing" ? status is "Pending" or "InProgress" or "Cancelling" : value == "Complete" && status is not ("Pending" or "InProgress" or "Cancelling");
            case "ExecutionStage":
                throw new AwsException("InvalidFilterKey", "The specified key isn't valid.");
            default:
                throw JsonCall.Invalid("Filters", "Member must satisfy enum value set: [InvokedAfter, InvokedBefore, Status, ExecutionStage, DocumentName]");
        }
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : throw new AwsException("ValidationException", $"{text} is not a timestamp.");
}
