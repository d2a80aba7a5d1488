using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Repair.Plans;
using Ec2KeyPair.Core.Repair.Ways;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Repair;

/// <summary>Gets people back into instances whose key is lost: looks which ways are open, takes the one that was chosen, and proves the new key.</summary>
/// <param name="ways">All ways, the least harmful first.</param>
/// <param name="looker">Looks at instances.</param>
/// <param name="keys">The new keys.</param>
/// <param name="users">Finds accounts.</param>
/// <param name="proof">Proves keys.</param>
/// <param name="journals">What outlives the process.</param>
/// <param name="options">What the user wants.</param>
/// <param name="observer">Is asked and told.</param>
internal sealed class RepairService(
    IReadOnlyList<IRepairWay> ways,
    RepairLooker looker,
    RepairKeys keys,
    LoginUserFinder users,
    LoginProof proof,
    RepairJournals journals,
    RepairOptions options,
    IRepairObserver observer)
{
    // A server that answers slowly; one that was restarted gets the whole patience.
    private static readonly TimeSpan PatienceWithRunning = TimeSpan.FromSeconds(5);

    /// <summary>Serves the batches until there are no more.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    public Task RunAsync(IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> batches, CancellationToken cancel) => SideBySide.FeedAsync(
        options.ThrottleLimit,
        async (work, stopped) =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            await foreach (var batch in batches.WithCancellation(stopped).ConfigureAwait(false))
            {
                foreach (var target in batch)
                {
                    if (target.Instance is { } instance && !seen.Add(instance.InstanceId)) continue;
                    await work.StartAsync(stop => ServeAsync(target, stop)).ConfigureAwait(false);
                }
            }
        },
        cancel);

    private async Task ServeAsync(ResolvedInstance target, CancellationToken cancel)
    {
        try
        {
            if (target.Error is not null) throw target.Error;
            if (target.Instance!.IsWindows) throw NotLinux(target.Instance);
            await ServeAsync(target.Instance, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.FailedAsync(target.AsTarget(e)).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(Ec2Instance instance, CancellationToken cancel)
    {
        var unfinished = UnfinishedOf(instance.InstanceId);
        var look = await looker.LookAsync(instance, options.Port, cancel).ConfigureAwait(false) with { Unfinished = unfinished };
        var plans = ways.Select(way => way.Plan(look)).ToList();
        if (options.IsPlanOnly)
        {
            foreach (var plan in plans) await observer.PlannedAsync(plan).ConfigureAwait(false);
            return;
        }

        var chosen = RepairChoice.Of(plans, unfinished, options);
        var user = RepairUser.Checked(options.UserName ?? (await users.FindAsync(instance, cancel).ConfigureAwait(false)).Name);
        var keyName = options.KeyNameFor(instance.InstanceId);
        if (!await observer.AllowsAsync(instance, PlanText.Of(chosen, user, keyName)).ConfigureAwait(false)) return;
        using (journals.Lock(instance.InstanceId))
        {
            var now = await LookBeforeAsync(chosen, look, cancel).ConfigureAwait(false);
            var task = new RepairTask(now, user, keyName, journals.Of(instance.InstanceId), journals.UserDataPath(instance.InstanceId));
            await RepairAsync(chosen, task, unfinished, cancel).ConfigureAwait(false);
        }
    }

    private RepairMethod? UnfinishedOf(string instanceId) =>
        journals.RecordOf(instanceId) is { IsOpen: true } record && Enum.TryParse<RepairMethod>(record.Name, out var method) ? method : null;

    /// <summary>The instance as it is now: a person may have taken hours to answer, and another process have been at it.</summary>
    private async Task<RepairLook> LookBeforeAsync(RepairPlan chosen, RepairLook look, CancellationToken cancel)
    {
        var id = look.Instance.InstanceId;
        if (UnfinishedOf(id) != look.Unfinished)
        {
            throw new Ec2KeyPairException(ErrorCondition.RepairFailed, $"Another process has begun or ended a repair of {id} meanwhile; nothing was done.", id, "Look how things are with -PlanOnly, and run it again.");
        }

        if (!chosen.StopsInstance) return look;
        var now = await looker.LookAgainAsync(id, options.Port, cancel).ConfigureAwait(false) with { Unfinished = look.Unfinished };
        var plan = WayOf(chosen.Method).Plan(now);
        return plan.IsOpen ? now : throw RepairChoice.Closed(plan);
    }

    private async Task RepairAsync(RepairPlan plan, RepairTask task, RepairMethod? unfinished, CancellationToken cancel)
    {
        // The key is safe in the store before anything is let in with it.
        if (plan.Method != RepairMethod.Automation) task = await WithKeyAsync(task, cancel).ConfigureAwait(false);
        if (unfinished is { } other && !await MayGoOnAsync(other, plan.Method, task, cancel).ConfigureAwait(false)) task = await PutBackAsync(other, plan.Method, task, cancel).ConfigureAwait(false);
        if (plan.StopsInstance && task.Instance.State == "running") await proof.PrepareAsync(task.InstanceId, cancel).ConfigureAwait(false);
        var deed = await WayOf(plan.Method).RunAsync(task, cancel).ConfigureAwait(false);
        var outcome = await ProveAsync(task with { Key = deed.Key }, deed, cancel).ConfigureAwait(false);
        await observer.RepairedAsync(new RepairResult
        {
            InstanceId = task.InstanceId,
            Method = plan.Method,
            UserName = task.UserName,
            KeyName = deed.Key.Name,
            KeyPath = deed.Key.Path,
            IsProven = outcome.IsProven,
            Proof = outcome.Evidence,
            Leftovers = deed.Leftovers,
        }).ConfigureAwait(false);
        if (!outcome.IsProven) await observer.WarnAsync($"The key '{deed.Key.Name}' is let in on {task.InstanceId}, but no login has proven it: {outcome.Evidence}").ConfigureAwait(false);
    }

    private async Task<RepairTask> WithKeyAsync(RepairTask task, CancellationToken cancel)
    {
        var key = await keys.EnsureAsync(task.KeyName, cancel).ConfigureAwait(false);
        // Opened now: a passphrase that nobody knows is found out before anything is stopped.
        _ = keys.SignerOf(key);
        return task with { Key = key, PublicKey = PublicHalf.Of(key) };
    }

    /// <summary>
    /// Whether what was begun is what is wanted: the same way, key and account, and not on its way back without having let the key in; and can still be done.
    /// </summary>
    private async Task<bool> MayGoOnAsync(RepairMethod unfinished, RepairMethod chosen, RepairTask task, CancellationToken cancel)
    {
        var record = journals.RecordOf(task.InstanceId);
        return unfinished == chosen
            && (record.IsServed || !record.IsUnwinding)
            && (task.PublicKey is null || record.Fact(RepairFacts.Key) is not { } key || key == KeyText.Of(task.PublicKey))
            && (record.Fact(RepairFacts.User) is not { } user || user == task.UserName)
            && await WayOf(unfinished).MayGoOnAsync(task, cancel).ConfigureAwait(false);
    }

    /// <summary>Puts back what an earlier repair has changed, and looks at the instance anew: it may have been without its disk.</summary>
    private async Task<RepairTask> PutBackAsync(RepairMethod unfinished, RepairMethod chosen, RepairTask task, CancellationToken cancel)
    {
        await observer.ExplainAsync($"{task.InstanceId}: the repair by {unfinished} that was begun before is put back first.").ConfigureAwait(false);
        var wasRunning = journals.RecordOf(task.InstanceId).Fact(RepairFacts.WasRunning);
        await WayOf(unfinished).AbandonAsync(task).ConfigureAwait(false);
        var look = await looker.LookAgainAsync(task.InstanceId, options.Port, cancel).ConfigureAwait(false);
        var plan = WayOf(chosen).Plan(look);
        return plan.IsOpen ? task with { Look = look, WasRunning = wasRunning } : throw RepairChoice.Closed(plan);
    }

    private async Task<ProofOutcome> ProveAsync(RepairTask task, RepairDeed deed, CancellationToken cancel)
    {
        var wasRunning = task.Look.Machine.State == "running" || journals.RecordOf(task.InstanceId).Fact(RepairFacts.WasRunning) == RepairFacts.Yes;
        if (deed.HasRestarted && !wasRunning)
        {
            return deed.Proof is null
                ? new ProofOutcome(false, "the instance was stopped before, and is again; start it and log in", null)
                : new ProofOutcome(true, $"{deed.Proof}, before it was stopped again", null);
        }

        // Where no way led there before, none will be waited for.
        var patience = deed.HasRestarted && (task.Look.HasRoute || task.Look.Machine.State != "running") ? options.Patience : PatienceWithRunning;
        var outcome = await proof.ProveAsync(task, patience, cancel).ConfigureAwait(false);
        if (outcome.IsProven || outcome.Failure!.Condition != ErrorCondition.LoginRefused) return outcome;
        throw new Ec2KeyPairException(
            ErrorCondition.LoginRefused,
            $"The key '{task.KeyName}' was let in on {task.InstanceId} as '{task.UserName}', but its SSH server refuses it: {outcome.Failure.Message}",
            task.InstanceId,
            "Check the account (-UserName), and AuthorizedKeysFile, AllowUsers and the log of sshd.",
            outcome.Failure);
    }

    private IRepairWay WayOf(RepairMethod method) => ways.First(way => way.Method == method);

    private static Ec2KeyPairException NotLinux(Ec2Instance instance) => new(
        ErrorCondition.InstanceNotLinux, $"{instance.InstanceId} is a Windows instance, which is entered with a password.", instance.InstanceId, "Use Reset-EC2WindowsPassword.");
}
