using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Opens what the instances of one call answer, and brings the passwords on their way.</summary>
/// <param name="targets">The instances.</param>
/// <param name="key">The request's key.</param>
/// <param name="userName">The account that was asked for; null for the built-in Administrator.</param>
/// <param name="delivery">Where passwords go.</param>
/// <param name="marks">Where it is noted that the first password holds no longer.</param>
/// <param name="pending">Instances without an answer by command, of all calls.</param>
/// <param name="observer">Is told the rest.</param>
/// <param name="cancel">Cancelled when the caller goes away.</param>
internal sealed class RunCommandAnswers(
    IReadOnlyList<ResolvedInstance> targets,
    ResetKey key,
    string? userName,
    PasswordDelivery delivery,
    ResetMarks marks,
    ConcurrentDictionary<string, int> pending,
    IPasswordResetObserver observer,
    CancellationToken cancel) : ICommandObserver
{
    private readonly Dictionary<string, ResolvedInstance> _targets = targets.ToDictionary(target => target.Instance!.InstanceId, StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task EndedAsync(IReadOnlyList<CommandOutcome> outcomes)
    {
        var answers = outcomes.Select(outcome => (Outcome: outcome, Answer: ResetAnswer.Parse(outcome.Invocation?.Output ?? ""))).ToList();
        var passwords = new List<NewWindowsPassword>();
        var failures = new List<Ec2KeyPairException>();
        foreach (var (outcome, answer) in answers)
        {
            if (Open(outcome.InstanceId, answer) is { } password) passwords.Add(password);
            else failures.Add(_targets[outcome.InstanceId].AsTarget(Failure(outcome, answer)));
        }

        try
        {
            await delivery.DeliverAsync(passwords, cancel).ConfigureAwait(false);
        }
        finally
        {
            // The first password is the built-in Administrator's; another account's reset leaves it as it is.
            var first = answers.Where(pair => pair.Answer?.Sid?.EndsWith("-500", StringComparison.Ordinal) == true)
                .Select(pair => pair.Outcome.InstanceId).ToList();
            await marks.SetAsync(passwords.Select(password => password.Instance.InstanceId).Where(first.Contains).ToList(), cancel).ConfigureAwait(false);
        }

        foreach (var (outcome, answer) in answers)
        {
            if (answer is { Status: ResetStatus.Done, IsEnabled: false }) await WarnOfDisabledAsync(outcome.InstanceId, answer).ConfigureAwait(false);
        }

        foreach (var failure in failures) await observer.FailedAsync(failure).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task LeftAsync(IReadOnlyList<CommandOutcome> outcomes)
    {
        var unknown = outcomes
            .Where(outcome => outcome.MayHaveRun && ResetAnswer.Parse(outcome.Invocation?.Output ?? "") is null)
            .Select(outcome => outcome.InstanceId)
            .ToList();
        if (unknown.Count > 0)
        {
            observer.LastWord(
                $"The command was stopped before {string.Join(", ", unknown)} had answered: a password may have been set there that nobody knows. Reset it again.");
        }

        try
        {
            await EndedAsync(outcomes).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The passwords are seen to; nobody is there to be told of the failures.
        }
    }

    /// <inheritdoc/>
    public Task PendingAsync(SentCommand sent, int instances, int open)
    {
        pending[sent.CommandId] = open;
        return observer.WaitingAsync(pending.Values.Sum());
    }

    /// <inheritdoc/>
    public Task ExplainAsync(string text) => observer.ExplainAsync(text);

    private NewWindowsPassword? Open(string instanceId, ResetAnswer? answer) =>
        answer is { Status: ResetStatus.Done } && key.Open(answer.Ciphertext, answer.Sid) is { } password
            ? new NewWindowsPassword(_targets[instanceId].Instance!, answer.UserName, password)
            : null;

    private Ec2KeyPairException Failure(CommandOutcome outcome, ResetAnswer? answer) => answer switch
    {
        { Status: ResetStatus.Done } => ResetErrors.Unreadable(outcome.InstanceId, "its answer does not belong to this request"),
        { } said => ResetErrors.Of(said, outcome.InstanceId, userName),
        null when outcome.Failure is not null => ResetErrors.Of(outcome),
        null => ResetErrors.Unreadable(outcome.InstanceId, "its output holds no answer"),
    };

    private Task WarnOfDisabledAsync(string instanceId, ResetAnswer answer) => observer.WarnAsync(
        $"The account '{answer.UserName}' on {instanceId} is disabled: it has the new password, and nobody can log on with it.");
}
