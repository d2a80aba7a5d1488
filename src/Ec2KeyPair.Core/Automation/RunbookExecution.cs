namespace Ec2KeyPair.Core.Automation;

/// <summary>An execution of a runbook.</summary>
/// <param name="ExecutionId">Its id, a UUID.</param>
/// <param name="Status">How it fares.</param>
/// <param name="Steps">Its steps in their order, those to come included as far as they are known.</param>
/// <param name="FailureMessage">Why it failed, in AWS's words; null when it did not.</param>
public sealed record RunbookExecution(string ExecutionId, RunbookStatus Status, IReadOnlyList<RunbookStep> Steps, string? FailureMessage)
{
    /// <summary>What it hands out, as STEP.OUTPUT; empty before its end.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>True when it will not change any more.</summary>
    public bool HasEnded => Status is RunbookStatus.Success or RunbookStatus.Failed or RunbookStatus.TimedOut or RunbookStatus.Cancelled;

    /// <summary>The step at work; null between steps and outside.</summary>
    public RunbookStep? Current => Steps.FirstOrDefault(step => step.Status is RunbookStatus.InProgress or RunbookStatus.Waiting or RunbookStatus.Cancelling);

    /// <summary>The step that it failed at; null when it did not. The last one: a runbook may go on after a step that failed.</summary>
    public RunbookStep? Failed => Steps.LastOrDefault(step => step.Status is RunbookStatus.Failed or RunbookStatus.TimedOut or RunbookStatus.Cancelled);

    /// <summary>False when no step has begun that changes anything.</summary>
    public bool HasChangedAnything => Steps.Any(step => step.Status != RunbookStatus.Pending && !step.OnlyLooks);
}
