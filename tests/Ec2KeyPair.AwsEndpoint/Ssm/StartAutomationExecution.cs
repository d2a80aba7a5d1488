using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.Http;
using Ec2KeyPair.AwsEndpoint.RunCommand;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html, for one instance at a time.</summary>
internal static partial class StartAutomationExecution
{
    public static readonly JsonAction Action = new("AmazonSSM.StartAutomationExecution", "ssm", Execute);

    private static readonly string[] NotPlayed = ["TargetParameterName", "Targets", "TargetMaps", "TargetLocations", "TargetLocationsURL"];

    private static JsonObject Execute(JsonCall call)
    {
        var name = call.Required("DocumentName");
        if (!DocumentName().IsMatch(name))
        {
            throw JsonCall.Invalid("DocumentName", $"Member must satisfy regular expression pattern: {DocumentName()}");
        }

        var token = call.Text("ClientToken");
        if (token is not null && !Guid.TryParseExact(token, "D", out _))
        {
            throw JsonCall.Invalid("ClientToken", "Member must satisfy regular expression pattern: [a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}");
        }

        var version = call.Text("DocumentVersion") ?? "$DEFAULT";
        var runbook = Runbook.Find(name, version);
        if (version is not ("$DEFAULT" or "$LATEST" or "1"))
        {
            throw new AwsException("AutomationDefinitionVersionNotFoundException", $"Automation Definition Not Found for Name: {name}, Version: {version}");
        }

        if (call.Text("Mode") is not (null or "Auto"))
        {
            throw new AwsException("ValidationException", "Only the mode Auto is played here.");
        }

        if (NotPlayed.FirstOrDefault(member => call.Body[member] is not null) is { } target)
        {
            throw new AwsException("InvalidTarget", $"{target} is not played here.");
        }

        var given = call.Lists("Parameters");
        var values = DocumentParameter.Complete(runbook.Name, runbook.Parameters, given, "InvalidAutomationExecutionParametersException");
        var execution = new PlayedAutomation(call.Region, runbook, given, values, call.Request.Signer!.Credential.Arn);
        return new JsonObject { ["AutomationExecutionId"] = call.Region.Automations.Start(execution, token).Id };
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_\-.:/]{3,128}$")]
    private static partial Regex DocumentName();
}
