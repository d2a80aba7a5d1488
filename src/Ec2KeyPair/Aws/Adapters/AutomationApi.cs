using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ec2KeyPair.Core.Automation;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>Automation over the SDK.</summary>
internal sealed class AutomationApi(AmazonSimpleSystemsManagementClient client, string region) : IAutomationApi, IDisposable
{
    private const int PageSize = 50;
    private readonly AwsRequests _requests = new();

    public async Task<string> StartAsync(
        string runbook, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters, string? clientToken, CancellationToken cancel)
    {
        var start = new StartAutomationExecutionRequest
        {
            DocumentName = runbook,
            Parameters = parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToList()),
            // With it a request that is sent twice starts one execution.
            ClientToken = clientToken ?? Guid.NewGuid().ToString(),
        };
        try
        {
            var response = await _requests.SendAsync(
                "ssm:StartAutomationExecution", runbook, stop => client.StartAutomationExecutionAsync(start, stop), cancel).ConfigureAwait(false);
            return response.AutomationExecutionId;
        }
        catch (Ec2KeyPairException e) when (e.InnerException is AutomationDefinitionNotFoundException)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.AutomationFailed, $"There is no runbook {runbook} in {region}, or the caller may not use it.", runbook, "Check the Region.", e);
        }
    }

    public async Task<RunbookExecution?> FindAsync(string executionId, CancellationToken cancel)
    {
        var request = new GetAutomationExecutionRequest { AutomationExecutionId = executionId };
        try
        {
            var response = await _requests.SendAsync(
                "ssm:GetAutomationExecution", executionId, stop => client.GetAutomationExecutionAsync(request, stop), cancel).ConfigureAwait(false);
            var execution = response.AutomationExecution;
            var steps = execution.StepExecutionsTruncated == true
                ? await StepsAsync(executionId, cancel).ConfigureAwait(false)
                : execution.StepExecutions ?? [];
            return new RunbookExecution(
                executionId, StatusOf(execution.AutomationExecutionStatus?.Value), steps.Select(ToCore).ToList(), Text(execution.FailureMessage))
            {
                Outputs = (execution.Outputs ?? []).ToDictionary(output => output.Key, output => string.Join(", ", output.Value ?? []), StringComparer.Ordinal),
            };
        }
        catch (Ec2KeyPairException e) when (e.InnerException is AutomationExecutionNotFoundException)
        {
            return null;
        }
    }

    public Task CancelAsync(string executionId, CancellationToken cancel)
    {
        var request = new StopAutomationExecutionRequest { AutomationExecutionId = executionId, Type = StopType.Cancel };
        return _requests.SendAsync("ssm:StopAutomationExecution", executionId, stop => client.StopAutomationExecutionAsync(request, stop), cancel);
    }

    public void Dispose() => client.Dispose();

    private async Task<List<StepExecution>> StepsAsync(string executionId, CancellationToken cancel)
    {
        var request = new DescribeAutomationStepExecutionsRequest { AutomationExecutionId = executionId, MaxResults = PageSize };
        var steps = new List<StepExecution>();
        do
        {
            var page = await _requests.SendAsync(
                "ssm:DescribeAutomationStepExecutions",
                executionId,
                stop => client.DescribeAutomationStepExecutionsAsync(request, stop),
                cancel).ConfigureAwait(false);
            steps.AddRange(page.StepExecutions ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return steps;
    }

    private static RunbookStep ToCore(StepExecution step) =>
        new(step.StepName ?? "", step.Action ?? "", StatusOf(step.StepStatus?.Value), Text(step.FailureMessage) ?? Text(step.FailureDetails?.FailureType));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static RunbookStatus StatusOf(string? status) => status switch
    {
        "Pending" or "Scheduled" => RunbookStatus.Pending,
        "InProgress" or "RunbookInProgress" => RunbookStatus.InProgress,
        "Success" or "CompletedWithSuccess" => RunbookStatus.Success,
        "Failed" or "CompletedWithFailure" or "Rejected" or "ChangeCalendarOverrideRejected" or "Exited" => RunbookStatus.Failed,
        "TimedOut" => RunbookStatus.TimedOut,
        "Cancelling" => RunbookStatus.Cancelling,
        "Cancelled" => RunbookStatus.Cancelled,
        // Waiting, PendingApproval and whatever AWS adds: it is looked at again, until the time is over.
        _ => RunbookStatus.Waiting,
    };
}
