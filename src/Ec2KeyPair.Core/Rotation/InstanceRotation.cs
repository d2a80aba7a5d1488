using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Rotation;

/// <summary>Replaces the key of one instance, if it runs.</summary>
/// <param name="way">Does the steps.</param>
/// <param name="recordAsync">Writes down, for good, how far an instance has come.</param>
internal sealed class InstanceRotation(IRotationWay way, Func<RotationEntry, Task> recordAsync)
{
    /// <summary>Runs it to its end, or to where it can go no further.</summary>
    /// <param name="target">The instance.</param>
    /// <param name="before">How far it had come before, by the journal.</param>
    /// <param name="cancel">Stops it where it is; the journal has how far it came.</param>
    /// <exception cref="Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    internal async Task<RotationEntry> RunAsync(RotationTarget target, RotationEntry before, CancellationToken cancel)
    {
        if (target.Instance.State is not ("running" or "pending"))
        {
            return await EndAsync(before.At(RotationState.Stopped, RotationErrors.NotRunning(target.Instance))).ConfigureAwait(false);
        }

        var hands = way.For(target);
        await using (hands.ConfigureAwait(false))
        {
            var steps = new RotationSteps(hands, target, before, recordAsync);
            return await EndAsync(await steps.RunAsync(cancel).ConfigureAwait(false) with { UserName = target.UserName }).ConfigureAwait(false);
        }
    }

    private async Task<RotationEntry> EndAsync(RotationEntry entry)
    {
        await recordAsync(entry).ConfigureAwait(false);
        return entry;
    }
}
