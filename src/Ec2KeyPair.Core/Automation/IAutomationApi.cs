namespace Ec2KeyPair.Core.Automation;

/// <summary>
/// Automation of one Region and account (Systems Manager API Reference). Errors are
/// <see cref="Errors.Ec2KeyPairException"/> with an Aws condition, or AutomationFailed where the runbook is not there.
/// </summary>
public interface IAutomationApi
{
    /// <summary>Starts a runbook, once however often the request has to be sent.</summary>
    /// <param name="runbook">Its name, <c>AWSSupport-ResetAccess</c>.</param>
    /// <param name="parameters">What it takes; every value is a list.</param>
    /// <param name="clientToken">A UUID that starts one execution, however often it is given; null for a new one.</param>
    /// <param name="cancel">Cancels the request.</param>
    /// <returns>The execution's id.</returns>
    Task<string> StartAsync(string runbook, IReadOnlyDictionary<string, IReadOnlyList<string>> parameters, string? clientToken, CancellationToken cancel);

    /// <summary>How an execution fares; null when it is not known yet, right after its start.</summary>
    Task<RunbookExecution?> FindAsync(string executionId, CancellationToken cancel);

    /// <summary>Asks for an execution to be cancelled; the step at work may end first.</summary>
    Task CancelAsync(string executionId, CancellationToken cancel);
}
