using System.Globalization;
using System.Text.Json.Nodes;
using Ec2KeyPair.AwsEndpoint.Automation;
using Ec2KeyPair.AwsEndpoint.Http;

namespace Ec2KeyPair.AwsEndpoint.Ssm;

/// <summary>https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationStepExecutions.html: the active and the terminated steps.</summary>
internal static class DescribeAutomationStepExecutions
{
    public static readonly JsonAction Action = new("AmazonSSM.DescribeAutomationStepExecutions", "ssm", Execute);

    private static JsonObject Execute(JsonCall call)
    {
        var execution = AutomationJson.Find(call);
        var filters = call.Objects("Filters").Select(Filter).ToList();
        if (call.Body["Filters"] is not null && filters.Count is 0 or > 6)
        {
            throw JsonCall.Invalid("Filters", "Member must have length between 1 and 6");
        }

        var found = execution.Steps.Where(step => step.Status != "Pending" && filters.TrueForAll(filter => filter(step))).ToList();
        if (call.Flag("ReverseOrder"))
        {
            found.Reverse();
        }

        return JsonPaging.Page(call, "StepExecutions", found, AutomationJson.Step, 1, 50, 50);
    }

    private static Predicate<AutomationStep> Filter(JsonObject filter)
    {
        var values = (filter["Values"] as JsonArray ?? []).Select(value => (string?)value ?? "").ToList();
        if (values.Count is 0 or > 10)
        {
            throw JsonCall.Invalid("Filters", "Member must have length between 1 and 10");
        }

        return (string?)filter["Key"] switch
        {
            "StepName" => step => values.Contains(step.Name),
            "StepExecutionStatus" => step => values.Contains(step.Status),
            "StepExecutionId" => step => values.Contains(step.Id),
            "Action" => step => values.Contains(step.Action),
            "StartTimeAfter" => step => step.StartedAt >= Moment(values[0]),
            "StartTimeBefore" => step => step.StartedAt <= Moment(values[0]),
            "ParentStepExecutionId" or "ParentStepIteration" or "ParentStepIteratorValue" => _ => false,
            _ => throw JsonCall.Invalid(
                "Filters",
                "Member must satisfy enum value set: [StartTimeBefore, StartTimeAfter, StepExecutionStatus, StepExecutionId, StepName, Action, ParentStepExecutionId, ParentStepIteration, ParentStepIteratorValue]"),
        };
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : throw new AwsException("InvalidFilterValue", "The filter value isn't valid. Verify the value and try again.");
}
