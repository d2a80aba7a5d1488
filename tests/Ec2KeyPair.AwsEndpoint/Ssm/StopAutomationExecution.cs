using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StopAutomationExecution.html: leaves everything as it is at that moment.</summary>
internal static class StopAutomationExecution
{
    public static readonly JsonAction Action = new("AmazonSSM.StopAutomationExecution", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        if (call.Text("Type") is not (null or "Cancel" or "Complete"))
        {
            throw JsonCall.Invalid("Type", "Member must satisfy enum value set: [Complete, Cancel]");
        }

        return AutomationJson.Find(call).TryStop() ? [] : throw new AwsException("InvalidAutomationStatusUpdateException", "The specified update status operation isn't valid.");
    }
}
