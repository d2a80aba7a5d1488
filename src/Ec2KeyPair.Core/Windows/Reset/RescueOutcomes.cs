using System.Collections.Concurrent;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Fetches the passwords that EC2Rescue has left in Parameter Store, and sees to what becomes of them there.</summary>
internal sealed class RescueOutcomes(
    RescueParameters rescued,
    IParameterApi parameters,
    AdministratorName administrator,
    PasswordDelivery delivery,
    ResetMarks marks,
    bool removeParameter,
    IPasswordResetObserver observer)
{
    private const int FetchesAtOnce = 8;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, int> _pending = new(StringComparer.Ordinal);

    /// <summary>Takes the outcomes of one call.</summary>
    internal ICommandObserver For(IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel) => new OneCall(this, targets, cancel);

    private async Task FetchAsync(ResolvedInstance target, SentCommand sent, CancellationToken cancel)
    {
        var instance = target.Instance!;
        // What is set is fetched also when the caller has just gone away: it may have to be stored.
        using var lasting = new GraceToken(Grace, cancel);
        try
        {
            var (name, secret) = await rescued.FindAsync(instance.InstanceId, sent.RequestedAt, lasting.Token).ConfigureAwait(false);
            RescuedPassword found;
            using (secret) found = RescuedPassword.Parse(secret.Utf8) ?? throw Empty(instance, name);
            var userName = found.UserName ?? await administrator.OnAsync(instance.InstanceId, lasting.Token).ConfigureAwait(false);
            var password = new NewWindowsPassword(instance, userName, found.Password) { KeptIn = "the parameter " + name };
            var arrived = await delivery.DeliverAsync([password], cancel).ConfigureAwait(false);
            if (arrived.Count > 0 && !delivery.KeepsIn(password, name)) await TidyAsync(name, lasting.Token).ConfigureAwait(false);
            await marks.SetAsync([instance.InstanceId], cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            observer.LastWord($"The password of {instance.InstanceId} was reset; it is in {string.Join(" or ", RescueParameters.NamesOf(instance.InstanceId))}.");
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.FailedAsync(target.AsTarget(NotFetched(instance, e))).ConfigureAwait(false);
            await marks.SetAsync([instance.InstanceId], cancel).ConfigureAwait(false);
        }
    }

    private async Task TidyAsync(string name, CancellationToken cancel)
    {
        var isWanted = removeParameter ? true : await observer.MayDeleteAsync(name).ConfigureAwait(false);
        if (isWanted is null)
        {
            await observer.WarnAsync($"The new password is still in the parameter {name}. Delete it, or use -RemoveParameter.").ConfigureAwait(false);
        }

        if (isWanted != true) return;
        try
        {
            await parameters.DeleteAsync(name, cancel).ConfigureAwait(false);
            await observer.ExplainAsync($"The parameter {name} was deleted.").ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await observer.WarnAsync($"The new password is still in the parameter {name}: {e.Message}").ConfigureAwait(false);
        }
    }

    private static Ec2KeyPairException Empty(Ec2Instance instance, string name) => new(
        ErrorCondition.RunCommandFailed, $"The parameter {name} holds no password.", instance.InstanceId, "Look into it, or reset the password again.");

    private static Ec2KeyPairException NotFetched(Ec2Instance instance, Ec2KeyPairException cause) => cause.Condition == ErrorCondition.ParameterNotFound
        ? cause
        : new(cause.Condition, $"A new password is set on {instance.InstanceId}, but could not be fetched: {cause.Message}", instance.InstanceId, cause.Mend, cause);

    private sealed class OneCall(RescueOutcomes outcomes, IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel) : ICommandObserver
    {
        private readonly Dictionary<string, ResolvedInstance> _targets =
            targets.ToDictionary(target => target.Instance!.InstanceId, StringComparer.Ordinal);

        public async Task EndedAsync(IReadOnlyList<CommandOutcome> ended)
        {
            // Not under the caller's token: each has a grace of its own.
            await SideBySide.ForEachAsync(
                ended.Where(outcome => outcome.Failure is null),
                FetchesAtOnce,
                (outcome, _) => outcomes.FetchAsync(_targets[outcome.InstanceId], outcome.Sent!, cancel),
                CancellationToken.None).ConfigureAwait(false);
            foreach (var outcome in ended.Where(outcome => outcome.Failure is not null))
            {
                await outcomes.Observer.FailedAsync(_targets[outcome.InstanceId].AsTarget(ResetErrors.Of(outcome))).ConfigureAwait(false);
            }
        }

        public async Task LeftAsync(IReadOnlyList<CommandOutcome> left)
        {
            foreach (var outcome in left.Where(outcome => outcome.MayHaveRun && outcome.Failure is not null))
            {
                outcomes.Observer.LastWord(
                    $"The command was stopped before {outcome.InstanceId} had answered: if a password was set, it will be in {string.Join(" or ", RescueParameters.NamesOf(outcome.InstanceId))}.");
            }

            try
            {
                await EndedAsync(left).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Nobody is there to be told of the failures.
            }
        }

        public Task PendingAsync(SentCommand sent, int instances, int open)
        {
            outcomes._pending[sent.CommandId] = open;
            return outcomes.Observer.WaitingAsync(outcomes._pending.Values.Sum());
        }

        public Task ExplainAsync(string text) => outcomes.Observer.ExplainAsync(text);
    }

    private IPasswordResetObserver Observer => observer;
}
