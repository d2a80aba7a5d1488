namespace Ec2KeyPair.Core.Usage.Report;

/// <summary>From where on a key pair counts as old or as too widely shared.</summary>
/// <param name="MaximumAgeDays">Days since EC2 made or imported it.</param>
/// <param name="MaximumInstances">Instances of one Region and account that share it.</param>
public sealed record ReportPolicy(int MaximumAgeDays, int MaximumInstances)
{
    /// <summary>The findings of a record with those that depend on this policy, the gravest first.</summary>
    /// <param name="usage">The record.</param>
    /// <param name="now">The present, in UTC.</param>
    internal IReadOnlyList<KeyFinding> Judge(KeyPairUsage usage, DateTime now)
    {
        var findings = usage.Findings.ToList();
        if (usage.InstanceCount > MaximumInstances) findings.Add(KeyFinding.WidelyShared);
        if (usage.CreateTime is { } made && (now - made).TotalDays > MaximumAgeDays) findings.Add(KeyFinding.Old);
        return findings.Distinct().OrderBy(finding => finding).ToList();
    }
}
