using System.Text.Json.Nodes;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html: also the steps that are still to come.</summary>
internal static class GetAutomationExecution
{
    public static readonly JsonAction Action = new(
        "AmazonSSM.GetAutomationExecution", "ssm", call => new JsonObject { ["AutomationExecution"] = AutomationJson.Execution(AutomationJson.Find(call)) });
}
