using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListCommandInvocations.html: of all commands unless one is named; the output, at most 2,500
/// characters of it, with Details only.
/// </summary>
internal static class ListCommandInvocations
{
    public static readonly JsonAction Action = new("AmazonSSM.ListCommandInvocations", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var filters = new CommandFilters(call, knowsExecutionStage: false);
        var details = call.Flag("Details");
        var found = call.Region.Commands.Visible()
            .SelectMany(command => command.Invocations.Select(invocation => (Command: command, Invocation: invocation)))
            .Where(one => filters.Takes(one.Command, one.Invocation)).ToList();
        return JsonPaging.Page(call, "CommandInvocations", found, one => CommandJson.Invocation(one.Command, one.Invocation, details), 1, 50, 50);
    }
}
