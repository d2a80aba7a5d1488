using Ec2KeyPair.Core.Automation;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// Sets passwords with AWS's runbook AWSSupport-ResetAccess (Systems Manager Automation runbook reference), which needs no
/// agent: it stops the instance, works on its root volume from a helper instance and starts it again. Windows then makes a
/// new password, which EC2 hands out under the launch key as it did at launch.
/// </summary>
internal sealed class AutomationReset(
    IAutomationApi automation,
    LaunchPassword launchPassword,
    ResetOptions options,
    PasswordDelivery delivery,
    ResetMarks marks,
    IClock clock,
    IPasswordResetObserver observer) : IPasswordReset, IDisposable
{
    private const string Runbook = "AWSSupport-ResetAccess";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // Of all calls together: nobody wants more of their servers stopped at once than they said.
    private readonly SemaphoreSlim _places = new(options.ThrottleLimit);

    /// <inheritdoc/>
    public string ActionOn(Ec2Instance instance) =>
        $"Run {Runbook}: it STOPS the instance (data on instance store volumes is lost, and a public IP address that is not an Elastic one), "
        + "leaves two AMIs behind, and starts it again with a new Administrator password";

    /// <inheritdoc/>
    public Task ResetAsync(IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel) =>
        SideBySide.ForEachAsync(targets, options.ThrottleLimit, InPlaceAsync, cancel);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task InPlaceAsync(ResolvedInstance target, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await ResetAsync(target, cancel).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task ResetAsync(ResolvedInstance target, CancellationToken cancel)
    {
        var instance = target.Instance!;
        try
        {
            if (instance.State is not ("running" or "stopped")) throw NotAtRest(instance);
            // What would make all of it useless is found out before the instance is stopped.
            var before = await launchPassword.PrepareAsync(instance, cancel).ConfigureAwait(false);
            var deadline = clock.UtcNow + options.Timeout;
            var executionId = await StartAsync(instance, cancel).ConfigureAwait(false);
            await FollowAsync(instance, executionId, deadline, cancel).ConfigureAwait(false);
            await PasswordAsync(instance, before, deadline, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.FailedAsync(target.AsTarget(e)).ConfigureAwait(false);
        }
    }

    private async Task<string> StartAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var parameters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["InstanceId"] = [instance.InstanceId] };
        foreach (var more in options.AutomationParameters) parameters.Add(more.Key, [more.Value]);
        cancel.ThrowIfCancellationRequested();
        // Not dropped half way: an execution whose id was never heard can't be told to anybody.
        using var lasting = new GraceToken(Grace, cancel);
        return await automation.StartAsync(Runbook, parameters, null, lasting.Token).ConfigureAwait(false);
    }

    private async Task FollowAsync(Ec2Instance instance, string executionId, DateTime deadline, CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            await observer.ExplainAsync($"{instance.InstanceId}: {Runbook} runs as {executionId}.").ConfigureAwait(false);
            await new RunbookRun(automation, clock)
                .FollowAsync(executionId, deadline, execution => observer.StepAsync(StepOf(instance, execution)), cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync(instance, executionId).ConfigureAwait(false);
            throw;
        }
        catch (Ec2KeyPairException e) when (e.Condition != ErrorCondition.AutomationFailed)
        {
            var goesOn = $"{Runbook} for {instance.InstanceId} goes on as execution {executionId}, but how it fares can't be read.";
            if (e.Condition.ConcernsEveryInput())
            {
                observer.LastWord(goesOn);
                throw;
            }

            throw new Ec2KeyPairException(e.Condition, $"{goesOn} {e.Message}", instance.InstanceId, e.Mend, e);
        }
    }

    private async Task PasswordAsync(Ec2Instance instance, LaunchPasswordBefore before, DateTime deadline, CancellationToken cancel)
    {
        try
        {
            var password = await launchPassword.WaitAsync(instance, before, deadline, cancel).ConfigureAwait(false);
            await marks.RemoveAsync(instance, cancel).ConfigureAwait(false);
            await delivery.DeliverAsync([password], cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            observer.LastWord($"{instance.InstanceId} was restarted with a new password. Get it with Get-EC2WindowsPassword -Wait.");
            throw;
        }
    }

    /// <summary>
    /// A runbook that was cut in the middle leaves the instance stopped, with its root volume elsewhere. So it is
    /// cancelled only while it has changed nothing; after that it goes on without anybody watching.
    /// </summary>
    private async Task LeaveAsync(Ec2Instance instance, string executionId)
    {
        using var limit = new CancellationTokenSource(Grace);
        try
        {
            if (await automation.FindAsync(executionId, limit.Token).ConfigureAwait(false) is { HasEnded: false, HasChangedAnything: false })
            {
                await automation.CancelAsync(executionId, limit.Token).ConfigureAwait(false);
                observer.LastWord($"{Runbook} for {instance.InstanceId} (execution {executionId}) was cancelled; it had changed nothing yet.");
                return;
            }
        }
        catch (Exception e) when (e is Ec2KeyPairException or OperationCanceledException)
        {
            // Then it goes on.
        }

        observer.LastWord(
            $"{Runbook} for {instance.InstanceId} goes on as execution {executionId}: stopping it now could leave the instance without its root volume. "
            + $"See how it fares with Get-SSMAutomationExecution -AutomationExecutionId {executionId}; then Get-EC2WindowsPassword -Wait gets the password.");
    }

    private static ResetStep StepOf(Ec2Instance instance, RunbookExecution execution)
    {
        var done = execution.Steps.Count(step => step.Status is not (RunbookStatus.Pending or RunbookStatus.InProgress or RunbookStatus.Waiting));
        var current = execution.Current;
        return new ResetStep(
            instance.InstanceId,
            current?.Name ?? Runbook,
            (current?.Status ?? execution.Status).ToString(),
            done,
            execution.Steps.Count,
            execution.HasEnded);
    }

    private static Ec2KeyPairException NotAtRest(Ec2Instance instance) => new(
        ErrorCondition.InstanceNotRunning,
        $"{instance.InstanceId} is {instance.State}: {Runbook} takes instances that run or are stopped.",
        instance.InstanceId,
        instance.State is "pending" or "stopping" ? "Wait until it runs or is stopped." : null);
}
