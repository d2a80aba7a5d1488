using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Automation;

/// <summary>Runs a runbook and follows it from step to step.</summary>
public sealed class RunbookRun(IAutomationApi api, IClock clock)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private const double Growth = 1.5;

    /// <summary>Follows an execution to its end.</summary>
    /// <param name="executionId">The execution.</param>
    /// <param name="deadline">When to give up waiting, in UTC. The runbook goes on all the same.</param>
    /// <param name="look">Is told how it fares at every look.</param>
    /// <param name="cancel">Ends the waiting, not the runbook.</param>
    /// <returns>The execution, which ended with success.</returns>
    /// <exception cref="Ec2KeyPairException">AutomationFailed: it failed, was cancelled, or has not ended; or an Aws condition.</exception>
    public async Task<RunbookExecution> FollowAsync(
        string executionId, DateTime deadline, Func<RunbookExecution, Task> look, CancellationToken cancel)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            if (await FindAsync(executionId, cancel).ConfigureAwait(false) is { } execution)
            {
                await look(execution).ConfigureAwait(false);
                if (execution.HasEnded) return execution.Status == RunbookStatus.Success ? execution : throw Failure(execution);
            }

            var remaining = deadline - clock.UtcNow;
            if (remaining <= TimeSpan.Zero) throw NotEnded(executionId);
            await clock.DelayAsync(pause < remaining ? pause : remaining, cancel).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan pause)
    {
        var next = TimeSpan.FromTicks((long)(pause.Ticks * Growth));
        return next < LongestPause ? next : LongestPause;
    }

    private async Task<RunbookExecution?> FindAsync(string executionId, CancellationToken cancel)
    {
        try
        {
            return await api.FindAsync(executionId, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsUnavailable or ErrorCondition.AwsThrottled)
        {
            // The runbook goes on meanwhile; the next look is as good.
            return null;
        }
    }

    private static Ec2KeyPairException Failure(RunbookExecution execution)
    {
        var step = execution.Failed;
        var reason = Printable.Text(step?.FailureMessage ?? execution.FailureMessage ?? "AWS says nothing of the reason.");
        return new(
            ErrorCondition.AutomationFailed,
            $"The runbook's execution {execution.ExecutionId} ended as {execution.Status}{(step is null ? "" : $" at the step {Printable.Text(step.Name)}")}: {reason}",
            execution.ExecutionId,
            $"Look at all of its steps: Get-SSMAutomationExecution -AutomationExecutionId {execution.ExecutionId}.");
    }

    private static Ec2KeyPairException NotEnded(string executionId) => new(
        ErrorCondition.AutomationFailed,
        $"The runbook's execution {executionId} has not ended in the time that was given; it goes on.",
        executionId,
        $"Wait longer with -TimeoutSec; see how it fares with Get-SSMAutomationExecution -AutomationExecutionId {executionId}.");
}
