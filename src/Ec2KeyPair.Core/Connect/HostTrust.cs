using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Decides under which condition ssh may accept the host's key.</summary>
public sealed class HostTrust(IInstanceApi instances, PinnedHostKeys pins)
{
    /// <summary>The value for ssh's StrictHostKeyChecking, and what it rests on.</summary>
    /// <exception cref="Ec2KeyPairException">HostKeyUnknown, FileReadFailed, FileWriteFailed, or an Aws condition.</exception>
    public async Task<HostTrustDecision> DecideAsync(
        string instanceId, HostKeyPolicy policy, bool personCanLook, CancellationToken cancel)
    {
        if (pins.Has(instanceId)) return new("yes", $"its host key is pinned in '{pins.Path}'");
        var told = ConsoleHostKeys.Parse(await instances.GetConsoleOutputAsync(instanceId, cancel).ConfigureAwait(false));
        if (told.Count > 0)
        {
            pins.Pin(instanceId, told);
            return new("yes", $"its console output tells {told.Count} host keys; they are pinned now");
        }

        return policy switch
        {
            HostKeyPolicy.TrustOnFirstUse => new("accept-new", "nothing tells its host key; the first one seen is taken, as -HostKeyPolicy says"),
            HostKeyPolicy.Default when personCanLook => new("ask", "nothing tells its host key; ssh shows the fingerprint and asks"),
            _ => throw new Ec2KeyPairException(
                ErrorCondition.HostKeyUnknown,
                $"Nothing tells the host key of {instanceId}: none is pinned and its console output shows none.",
                instanceId,
                "Compare the fingerprint by other means and pin it, or take the first key seen with -HostKeyPolicy TrustOnFirstUse."),
        };
    }
}
