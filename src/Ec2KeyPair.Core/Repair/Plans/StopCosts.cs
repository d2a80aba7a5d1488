namespace Ec2KeyPair.Core.Repair.Plans;

/// <summary>What a stop means for an instance: what forbids it, and what it costs.</summary>
internal static class StopCosts
{
    /// <summary>Why the instance can't or must not be stopped, with the mend; null when it may.</summary>
    internal static (string Reason, string Mend)? Obstacle(RepairLook look)
    {
        var machine = look.Machine;
        if (machine.State is not ("running" or "stopped")) return ($"it is {machine.State}", "Wait until it is running or stopped.");
        if (!machine.HasEbsRoot) return ("its root is an instance store: it can't be stopped", "Launch another one.");
        if (machine.IsSpot) return ("it is a Spot Instance, which mostly can't be stopped", "Launch another one.");
        if (machine.State == "running" && look.IsStopProtected == true)
        {
            return ("it is protected from being stopped (disableApiStop)", "Take the protection off: Edit-EC2InstanceAttribute -DisableApiStop $false.");
        }

        return look.ScalingGroup is { } group
            ? ($"it belongs to the Auto Scaling group '{Text.Printable.Text(group)}', which replaces an instance that stops", "Take it out of the group first (Dismount-ASInstance -ShouldDecrementDesiredCapacity $true), and put it back afterwards (Mount-ASInstance); standby does not open this way.")
            : null;
    }

    /// <summary>What is lost by stopping and starting, one clause each.</summary>
    internal static IEnumerable<string> Of(RepairLook look)
    {
        if (look.Machine.State != "running") yield break;
        if (look.Instance.PublicIpAddress is { } address && look.HasElasticAddress != true)
        {
            yield return look.HasElasticAddress == false
                ? $"its public address {address} is lost: it gets another one"
                : $"its public address {address} is lost unless it is an Elastic one (that could not be looked at)";
        }

        yield return "data on instance store volumes is lost, where its type has any";
    }
}
