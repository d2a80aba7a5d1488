using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListCommands.html, newest first.</summary>
internal static class ListCommands
{
    public static readonly JsonAction Action = new("AmazonSSM.ListCommands", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var filters = new CommandFilters(call, knowsExecutionStage: true);
        var found = call.Region.Commands.Visible().Where(filters.Takes).ToList();
        return JsonPaging.Page(call, "Commands", found, CommandJson.Command, 1, 50, 50);
    }
}
