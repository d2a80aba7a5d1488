using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Sets new passwords on Windows instances, after asking for each.</summary>
public sealed class PasswordResetService(IPasswordReset method, IPasswordResetObserver observer)
{
    // Each is a batch of up to 200 instances; the method itself limits how many are at work.
    private const int BatchesAtOnce = 16;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Serves the batches until there are no more.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    public Task RunAsync(IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> batches, CancellationToken cancel) => SideBySide.FeedAsync(
        BatchesAtOnce,
        async (work, stopped) =>
        {
            await foreach (var batch in batches.WithCancellation(stopped).ConfigureAwait(false))
            {
                var targets = await AllowedAsync(batch).ConfigureAwait(false);
                if (targets.Count > 0) await work.StartAsync(stop => method.ResetAsync(targets, stop)).ConfigureAwait(false);
            }
        },
        cancel);

    private async Task<List<ResolvedInstance>> AllowedAsync(IReadOnlyList<ResolvedInstance> batch)
    {
        var allowed = new List<ResolvedInstance>();
        foreach (var named in batch)
        {
            if (named.Error is { } error)
            {
                await observer.FailedAsync(error).ConfigureAwait(false);
                continue;
            }

            var instance = named.Instance!;
            // A second reset would make the first password worthless before anybody has used it.
            if (!_seen.Add(instance.InstanceId))
            {
                await observer.ExplainAsync($"{named.Identity} is {instance.InstanceId}, which was named before.").ConfigureAwait(false);
            }
            else if (!instance.IsWindows)
            {
                await observer.FailedAsync(named.AsTarget(NotWindows(instance))).ConfigureAwait(false);
            }
            else if (await observer.AllowsAsync(instance, method.ActionOn(instance)).ConfigureAwait(false))
            {
                allowed.Add(named);
            }
        }

        return allowed;
    }

    private static Ec2KeyPairException NotWindows(Ec2Instance instance) => new(
        ErrorCondition.InstanceNotWindows,
        $"{instance.InstanceId} is not a Windows instance ({instance.PlatformDetails ?? "platform unknown"}): it has no Windows password.",
        instance.InstanceId,
        "Use Connect-EC2Instance.");
}
