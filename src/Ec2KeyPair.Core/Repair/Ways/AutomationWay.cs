using System.Globalization;
using Ec2KeyPair.Core.Automation;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Repair.Plans;
using Ec2KeyPair.Core.Repair.Sagas;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>
/// AWS's runbook AWSSupport-ResetAccess (Systems Manager Automation runbook reference): it makes a key pair of its own, whose private half it leaves in
/// Parameter Store. Followed to its end, also by a later process; the key is taken into the store.
/// </summary>
internal sealed class AutomationWay(
    IAutomationApi automation, IParameterApi parameters, KeyBackup backup, RepairKeys keys, RepairOptions options, IClock clock, IRepairObserver observer) : IRepairWay
{
    private const string Runbook = "AWSSupport-ResetAccess";
    private const string AllowEncrypted = "AllowEncryptedVolume";
    private const string BackupImage = "getLinuxBackupAmi.ImageId";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly string[] Actions =
    [
        "ssm:StartAutomationExecution", "ssm:GetAutomationExecution", "ssm:DescribeAutomationStepExecutions", "ssm:StopAutomationExecution", "ssm:GetParameter",
        "and what the runbook itself does (or iam:PassRole for a role that may): EC2, CloudFormation, IAM, Lambda, as its reference lists",
    ];

    public RepairMethod Method => RepairMethod.Automation;

    public RepairPlan Plan(RepairLook look)
    {
        (string, string)? obstacle = look.Unfinished != Method && keys.Find(options.KeyNameFor(look.Instance.InstanceId)) is { } taken
            ? ($"the runbook makes a key of its own, and the key store has one named '{taken.Name}'", "Give a free name with -NewKey.")
            : null;
        var plan = StoppingPlan.Of(Method, look, $"it can be stopped; {Runbook} does the rest", obstacle);
        return plan with
        {
            Downtime = look.Machine.State == "running" ? "one stop of 10 to 25 minutes" : "none (it is stopped)",
            Costs = [.. plan.Costs, "an AMI with its snapshots is left behind, which costs until it is deleted", "a helper instance, and a VPC unless a subnet is named, exist for some minutes"],
            IamActions = [.. Actions, .. StoppingPlan.GrantOf(look)],
        };
    }

    public async Task<RepairDeed> RunAsync(RepairTask task, CancellationToken cancel)
    {
        var record = SagaRecord.Of(task.Journal.Read());
        if (!record.IsOpen)
        {
            task.Journal.Append(new JournalEntry(JournalMark.Began, Method.ToString()));
            record = SagaRecord.Of([new JournalEntry(JournalMark.Began, Method.ToString())]);
        }

        var facts = new SagaFacts(task.Journal, record.Entries);
        RepairStart.NotePower(task, facts);
        var name = ParameterNames.OfInstance(task.InstanceId);
        if (facts.Find(RepairFacts.ParameterBefore) is null) facts.Note(RepairFacts.ParameterBefore, await WrittenAsync(name, cancel).ConfigureAwait(false));
        var execution = await FollowAsync(task, facts, cancel).ConfigureAwait(false);
        if (await WrittenAsync(name, cancel).ConfigureAwait(false) is var written && (written.Length == 0 || written == facts.Get(RepairFacts.ParameterBefore)))
        {
            task.Journal.Append(new JournalEntry(JournalMark.Ended));
            throw new Ec2KeyPairException(
                ErrorCondition.RepairFailed, $"{Runbook} ended well, but left no new key in {name}.", task.InstanceId, "Look at its output: Get-SSMAutomationExecution.");
        }

        var key = await backup.RestoreAsync(name, task.KeyName, null, null, cancel).ConfigureAwait(false);
        task.Journal.Append(new JournalEntry(JournalMark.Served));
        task.Journal.Append(new JournalEntry(JournalMark.Ended));
        return new RepairDeed
        {
            Key = key,
            HasRestarted = true,
            Leftovers =
            [
                execution.Outputs.TryGetValue(BackupImage, out var image) && image.Length > 0 ? $"the AMI {Text.Printable.Text(image)} with its snapshots" : "the AMI that the runbook has made",
                $"the private key in the parameter {name}",
            ],
        };
    }

    public Task<bool> MayGoOnAsync(RepairTask task, CancellationToken cancel) => Task.FromResult(true);

    public async Task AbandonAsync(RepairTask task)
    {
        var record = SagaRecord.Of(task.Journal.Read());
        if (!record.IsOpen) return;
        if (!record.IsServed) await RequireEndedAsync(task.InstanceId, record).ConfigureAwait(false);
        task.Journal.Append(new JournalEntry(JournalMark.Ended));
    }

    /// <summary>What the runbook has changed it puts back itself: cutting it, or working on the instance beside it, could leave that without its root volume.</summary>
    private async Task RequireEndedAsync(string instanceId, SagaRecord record)
    {
        if (record.Fact(RepairFacts.Execution) is { } id)
        {
            // Asked for in any case, so one that is not told of is too young.
            if (await automation.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is { HasEnded: true }) return;
            throw new Ec2KeyPairException(
                ErrorCondition.RepairUnfinished,
                $"{Runbook} works on {instanceId} as execution {id}, and has not ended; nothing else is done to the instance meanwhile.",
                instanceId,
                $"Wait for its end (Get-SSMAutomationExecution -AutomationExecutionId {id}), or follow it with -Method Automation.");
        }

        if (record.Fact(RepairFacts.ExecutionToken) is null) return;
        throw new Ec2KeyPairException(
            ErrorCondition.RepairUnfinished,
            $"{Runbook} was asked for on {instanceId}, and the answer was never heard: it may work on the instance, so nothing else is done to it.",
            instanceId,
            "Run the command with -Method Automation: it asks once more with the same token, and finds what was started or starts it.");
    }

    private async Task<RunbookExecution> FollowAsync(RepairTask task, SagaFacts facts, CancellationToken cancel)
    {
        var id = await StartAsync(task, facts, cancel).ConfigureAwait(false);
        var deadline = clock.UtcNow + options.RunbookTimeout;
        try
        {
            await observer.ExplainAsync($"{task.InstanceId}: {Runbook} runs as {id}.").ConfigureAwait(false);
            return await new RunbookRun(automation, clock).FollowAsync(
                id,
                deadline,
                execution => execution.Current is { } step ? observer.ExplainAsync($"{task.InstanceId}: {Runbook}: {Text.Printable.Text(step.Name)}.") : Task.CompletedTask,
                cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            observer.LastWord($"{Runbook} for {task.InstanceId} goes on as execution {id}. The same command, run again, follows it and fetches the key.");
            throw;
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AutomationFailed && clock.UtcNow < deadline)
        {
            // It has ended; one that was only waited for too long goes on, and can be followed again.
            task.Journal.Append(new JournalEntry(JournalMark.Ended));
            throw;
        }
    }

    private async Task<string> StartAsync(RepairTask task, SagaFacts facts, CancellationToken cancel)
    {
        if (facts.Find(RepairFacts.Execution) is { } known) return known;
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["InstanceId"] = [task.InstanceId] };
        if (task.Look.Root?.IsEncrypted == true) given[AllowEncrypted] = ["True"];
        foreach (var more in options.AutomationParameters) given[more.Key] = [more.Value];
        cancel.ThrowIfCancellationRequested();
        // From here on it may run, for all that anybody knows.
        RepairStart.Once(facts, RepairFacts.ExecutionToken, Guid.NewGuid().ToString());
        // Not dropped half way: an execution whose id was never heard can't be told to anybody.
        using var lasting = new GraceToken(Grace, cancel);
        try
        {
            var id = await automation.StartAsync(Runbook, given, facts.Get(RepairFacts.ExecutionToken), lasting.Token).ConfigureAwait(false);
            facts.Note(RepairFacts.Execution, id);
            return id;
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsRequestFailed or ErrorCondition.AwsAccessDenied or ErrorCondition.AutomationFailed)
        {
            // Refused: nothing runs.
            task.Journal.Append(new JournalEntry(JournalMark.Ended));
            throw;
        }
    }

    /// <summary>When the parameter was written, by AWS's own clock; empty when there is none.</summary>
    private async Task<string> WrittenAsync(string name, CancellationToken cancel)
    {
        using var found = await parameters.FindAsync(name, cancel).ConfigureAwait(false);
        return found is null ? "" : found.ModifiedAt?.ToString("O", CultureInfo.InvariantCulture) ?? "unknown";
    }
}
