using Ec2KeyPair.Core.Repair.Plans;

namespace Ec2KeyPair.Core.Repair.Ways;

/// <summary>The plan of a way that stops the instance.</summary>
internal static class StoppingPlan
{
    /// <summary>What starting an instance, or attaching a volume, takes where one is encrypted with a key of the customer's: the key's grant is made in the caller's name.</summary>
    internal static IEnumerable<string> GrantOf(RepairLook look) => look.MayHaveEncryptedDisk ? ["kms:CreateGrant"] : [];

    /// <summary>The plan, closed where the instance must not be stopped or something of the way's own is in its way.</summary>
    /// <param name="method">The way.</param>
    /// <param name="look">The instance.</param>
    /// <param name="reason">What speaks for it.</param>
    /// <param name="obstacle">What of its own closes it, with the mend; null when nothing does.</param>
    internal static RepairPlan Of(RepairMethod method, RepairLook look, string reason, (string Reason, string Mend)? obstacle)
    {
        var closed = look.Unfinished == method ? null : StopCosts.Obstacle(look) ?? obstacle;
        return new RepairPlan
        {
            InstanceId = look.Instance.InstanceId,
            Name = look.Instance.Name is { } name ? Text.Printable.Text(name) : null,
            Method = method,
            IsOpen = closed is null,
            Reason = look.Unfinished == method ? "a repair by this way was begun and not finished: it is taken up where it was" : closed?.Reason ?? reason,
            Mend = closed?.Mend,
            StopsInstance = true,
            Downtime = "",
            Costs = StopCosts.Of(look).ToList(),
        };
    }
}
