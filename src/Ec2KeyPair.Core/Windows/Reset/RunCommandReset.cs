using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.RunCommand;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>
/// Sets passwords by a script through Run Command. The command carries a public key; the instance makes the password,
/// and its output holds it under that key. Nothing secret is in the parameters, the history or Parameter Store, and the
/// instance needs no permission beyond those of its agent.
/// </summary>
internal sealed class RunCommandReset(
    CommandRun run, ResetOptions options, PasswordDelivery delivery, ResetMarks marks, IPasswordResetObserver observer) : IPasswordReset, IDisposable
{
    // Starting PowerShell takes longest, on a small instance that is busy.
    private static readonly TimeSpan LongestExecution = TimeSpan.FromMinutes(5);

    // Systems Manager gives up delivering after both times together: so it has said so before the caller gives up.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);
    private readonly Lazy<ResetKey> _key = new(() => new ResetKey());
    private readonly ConcurrentDictionary<string, int> _pending = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string ActionOn(Ec2Instance instance) =>
        $"Set a new random password for {(options.UserName is { } name ? $"the local account '{name}'" : "the built-in Administrator")} through Run Command";

    /// <inheritdoc/>
    public Task ResetAsync(IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel)
    {
        var half = TimeSpan.FromTicks(options.Timeout.Ticks / 2);
        var execution = half < LongestExecution ? half : LongestExecution;
        var request = CommandRequest.PowerShell(ResetScript.For(_key.Value, options.UserName), execution) with
        {
            Comment = "Ec2KeyPair: new password of a local account",
            DeliveryTimeout = options.Timeout - execution - Margin,
        };
        var answers = new RunCommandAnswers(targets, _key.Value, options.UserName, delivery, marks, _pending, observer, cancel);
        return run.RunAsync(request, targets.Select(target => target.Instance!.InstanceId).ToList(), options.Timeout, answers, cancel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_key.IsValueCreated) _key.Value.Dispose();
    }
}
