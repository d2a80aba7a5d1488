namespace Ec2KeyPair.Core.Repair.Plans;

/// <summary>A plan in one sentence, for -WhatIf and -Confirm.</summary>
internal static class PlanText
{
    internal static string Of(RepairPlan plan, string userName, string keyName)
    {
        var what = plan.Method switch
        {
            RepairMethod.RunCommand => $"Let the key '{keyName}' in as {userName} through Run Command",
            RepairMethod.InstanceConnect => $"Let the key '{keyName}' in as {userName}, logged in by EC2 Instance Connect",
            RepairMethod.UserData => $"STOP the instance and let the key '{keyName}' in as {userName} by its user data",
            RepairMethod.Automation => $"Run AWSSupport-ResetAccess, which STOPS the instance, and keep the key that it makes as '{keyName}'",
            _ => $"STOP the instance and let the key '{keyName}' in as {userName} on its root volume, from a helper instance",
        };
        return $"{what} (downtime: {plan.Downtime}{string.Concat(plan.Costs.Select(cost => "; " + cost))})";
    }
}
