using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Finds the parameter in which EC2Rescue has left a new password.</summary>
internal sealed class RescueParameters(IParameterApi parameters, IClock clock)
{
    // The command ends when the parameter is written; that it can be read everywhere may take a moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Where it may be: AWS's guide ("Using EC2Rescue for Windows Server with Systems Manager Run Command") says the
    /// first in its policies and the second in its text.
    /// </summary>
    internal static IReadOnlyList<string> NamesOf(string instanceId) => [$"/EC2Rescue/Passwords/{instanceId}", $"/EC2Rescue/Password/{instanceId}"];

    /// <summary>The newest value that was written after this moment: an older one is that of an earlier reset.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="since">When the command was taken, in UTC by AWS's own clock.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="Ec2KeyPairException">ParameterNotFound, or an Aws condition.</exception>
    internal async Task<(string Name, ParameterSecret Secret)> FindAsync(string instanceId, DateTime since, CancellationToken cancel)
    {
        for (var deadline = clock.UtcNow + Patience; ; await clock.DelayAsync(Pause, cancel).ConfigureAwait(false))
        {
            var (newest, failure) = await LookAsync(instanceId, since, cancel).ConfigureAwait(false);
            if (newest is { } found) return found;
            if (clock.UtcNow >= deadline) throw failure ?? NotFound(instanceId);
        }
    }

    private async Task<((string Name, ParameterSecret Secret)? Newest, Ec2KeyPairException? Failure)> LookAsync(
        string instanceId, DateTime since, CancellationToken cancel)
    {
        (string Name, ParameterSecret Secret)? newest = null;
        Ec2KeyPairException? failure = null;
        foreach (var name in NamesOf(instanceId))
        {
            try
            {
                if (await parameters.FindAsync(name, cancel).ConfigureAwait(false) is not { } secret) continue;
                var isNewest = secret.ModifiedAt >= since && !(newest?.Secret.ModifiedAt >= secret.ModifiedAt);
                (isNewest ? newest?.Secret : secret)?.Dispose();
                if (isNewest) newest = (name, secret);
            }
            catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
            {
                // One of the names may be closed to the caller, and the password under the other.
                failure = e;
            }
        }

        return (newest, failure);
    }

    private Ec2KeyPairException NotFound(string instanceId) => new(
        ErrorCondition.ParameterNotFound,
        $"EC2Rescue has set a new password on {instanceId}, but there is no new value in {string.Join(" or ", NamesOf(instanceId))} in {parameters.Region}.",
        instanceId,
        "Look into the command's output; the instance's role needs ssm:PutParameter on that parameter. Then reset the password again.");
}
