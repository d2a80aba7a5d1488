using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>Executions and their steps as Systems Manager writes them.</summary>
internal static class AutomationJson
{
    private const string NotYet = "No output available yet because the step is not successfully executed";

    internal static PlayedAutomation Find(JsonCall call)
    {
        var id = call.Required("AutomationExecutionId");
        return id.Length != 36 ? throw JsonCall.Invalid("AutomationExecutionId", "Member must have length between 36 and 36")
            : call.Region.Automations.Find(id) ?? throw new AwsException("AutomationExecutionNotFoundException", $"Automation Execution ID: {id}, not found.");
    }

    internal static JsonObject Execution(PlayedAutomation execution)
    {
        var json = new JsonObject
        {
            ["AutomationExecutionId"] = execution.Id,
            ["DocumentName"] = execution.DocumentName,
            ["DocumentVersion"] = "1",
            ["ExecutionStartTime"] = CommandJson.Time(execution.StartedAt),
            ["AutomationExecutionStatus"] = execution.Status,
            ["StepExecutions"] = new JsonArray([.. execution.Steps.Select(Step)]),
            ["StepExecutionsTruncated"] = false,
            ["Parameters"] = new JsonObject(execution.Given.Select(parameter => new KeyValuePair<string, JsonNode?>(parameter.Key, new JsonArray([.. parameter.Value.Select(value => JsonValue.Create(value))])))),
            ["Outputs"] = new JsonObject(execution.Runbook.Outputs.Select(output => new KeyValuePair<string, JsonNode?>(output, new JsonArray(Output(execution, output))))),
            ["Mode"] = "Auto",
            ["ExecutedBy"] = execution.ExecutedBy,
            ["Targets"] = new JsonArray(),
            ["ResolvedTargets"] = new JsonObject { ["ParameterValues"] = new JsonArray(), ["Truncated"] = false },
        };
        if (execution.ParentId is { } parent)
        {
            json["ParentAutomationExecutionId"] = parent;
        }

        if (execution.EndedAt is { } ended)
        {
            json["ExecutionEndTime"] = CommandJson.Time(ended);
        }
        else if (execution.Steps.FirstOrDefault(step => step.Status == "InProgress") is { } current)
        {
            json["CurrentStepName"] = current.Name;
            json["CurrentAction"] = current.Action;
        }

        if (execution.FailureMessage is { } failure)
        {
            json["FailureMessage"] = failure;
        }

        return json;
    }

    internal static JsonNode Step(AutomationStep step)
    {
        var json = new JsonObject
        {
            ["StepName"] = step.Name,
            ["Action"] = step.Action,
            ["StepStatus"] = step.Status,
            ["Inputs"] = new JsonObject(),
            ["StepExecutionId"] = step.Id,
            ["OverriddenParameters"] = new JsonObject(),
        };
        if (step.Outputs.Count > 0)
        {
            json["Outputs"] = new JsonObject(step.Outputs.Select(output => new KeyValuePair<string, JsonNode?>(output.Key, new JsonArray(output.Value))));
        }

        if (step.StartedAt is { } started)
        {
            json["ExecutionStartTime"] = CommandJson.Time(started);
        }

        if (step.EndedAt is { } ended)
        {
            json["ExecutionEndTime"] = CommandJson.Time(ended);
        }

        if (step.FailureMessage is { } failure)
        {
            json["FailureMessage"] = failure;
        }

        return json;
    }

    private static string Output(PlayedAutomation execution, string output)
    {
        var parts = output.Split('.');
        return execution.Step(parts[0]).Outputs.GetValueOrDefault(parts[1]) ?? NotYet;
    }
}
