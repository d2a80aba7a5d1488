using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>The SSH server's identity: is it pinned, or told by the console? Unlike a connection this pins nothing.</summary>
/// <param name="pins">What is pinned.</param>
/// <param name="readConsole">What the console of this instance tells.</param>
/// <param name="clock">The time.</param>
public sealed class HostKeyCheck(PinnedHostKeys pins, Func<string, CancellationToken, Task<ConsoleHostKeys>> readConsole, IClock clock) : IInstanceCheck
{
    /// <inheritdoc/>
    public bool NeedsRunning => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        if (instance.IsWindows) return [];
        var id = instance.InstanceId;
        var known = await ReportLook.TakeAsync(_ => Task.FromResult(pins.Of(id)), clock, cancel).ConfigureAwait(false);
        if (!known.IsKnown) return [ReportLook.Unknown(AccessCheckKind.HostKey, "what is pinned is", known)];
        var pinned = known.Value!;
        if (pinned.Valid.Count > 0) return [Passed($"its host key is pinned in '{pins.Path}'")];
        if (pinned.HasAuthority) return [Passed($"a certificate authority for it is in '{pins.Path}'")];
        if (pinned.All.Count > 0) return [Failed(HostKeyErrors.Revoked(id, pins.Path, pinned.All[0].Key.Fingerprint), $"the host key that is pinned in '{pins.Path}' is marked @revoked there")];

        var look = await ReportLook.TakeAsync(stop => readConsole(id, stop), clock, cancel).ConfigureAwait(false);
        return look.IsKnown ? [Judge(id, pinned, look.Value!)] : [ReportLook.Unknown(AccessCheckKind.HostKey, "none is pinned, and what its console shows is", look)];
    }

    private AccessCheck Judge(string id, InstancePins pinned, ConsoleHostKeys told)
    {
        if (told.Keys.FirstOrDefault(pinned.Revoked.Contains) is { } revoked)
        {
            return Failed(HostKeyErrors.Revoked(id, pins.Path, revoked.Fingerprint), $"its console output tells a host key that is marked @revoked in '{pins.Path}'");
        }

        if (!told.IsEmpty) return Passed($"its console output tells {told.Keys.Count + told.Fingerprints.Count} host keys");
        var why = told.IsContradictory ? "its console output tells two different ones" : "its console output shows none";
        return new(AccessCheckKind.HostKey, AccessVerdict.Unknown, "none is pinned, and " + why, HostKeyErrors.Unknown(id, why).Mend);
    }

    private static AccessCheck Passed(string evidence) => new(AccessCheckKind.HostKey, AccessVerdict.Passed, evidence);

    private static AccessCheck Failed(Ec2KeyPairException error, string evidence) => new(AccessCheckKind.HostKey, AccessVerdict.Failed, evidence, error.Mend);
}
