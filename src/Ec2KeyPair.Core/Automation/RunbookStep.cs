namespace Ec2KeyPair.Core.Automation;

/// <summary>One step of a runbook.</summary>
/// <param name="Name">Its name in the runbook, <c>stopInstance</c>.</param>
/// <param name="Action">What kind of step it is, <c>aws:assertAwsResourceProperty</c>.</param>
/// <param name="Status">How it fares.</param>
/// <param name="FailureMessage">Why it failed, in AWS's words; null when it did not.</param>
public sealed record RunbookStep(string Name, string Action, RunbookStatus Status, string? FailureMessage)
{
    /// <summary>True for a step that only looks or decides: it changes nothing.</summary>
    public bool OnlyLooks => Action is "aws:assertAwsResourceProperty" or "aws:waitForAwsResourceProperty" or "aws:branch" or "aws:sleep" or "aws:pause";
}
