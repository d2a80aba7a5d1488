using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html: on all instances, or on those named.</summary>
internal static class CancelCommand
{
    public static readonly JsonAction Action = new("AmazonSSM.CancelCommand", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var id = CommandFilters.CommandId(call, isRequired: true)!;
        var instances = call.Texts("InstanceIds");
        if (instances.Count > 50)
        {
            throw JsonCall.Invalid("InstanceIds", "Member must have length less than or equal to 50");
        }

        var command = call.Region.Commands.FindVisible(id) ?? throw new AwsException("InvalidCommandId", "The specified command ID isn't valid. Verify the ID and try again.");
        if (instances.Exists(instance => command.Invocations.All(invocation => invocation.Instance.Id != instance)))
        {
            throw new AwsException("InvalidInstanceId", "The command was not sent to all of these instances.");
        }

        command.Cancel(instances.Count > 0 ? instances : null);
        return [];
    }
}
