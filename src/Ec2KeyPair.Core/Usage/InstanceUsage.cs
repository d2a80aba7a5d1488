using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Usage;

/// <summary>One instance and the key pair that it was launched with.</summary>
public sealed record InstanceUsage
{
    /// <summary>The AWS profile that it was found with; null when none was named.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The AWS account that it belongs to, <c>123456789012</c>.</summary>
    public string? AccountId { get; init; }

    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The launch key; null without one.</summary>
    public string? KeyName { get; init; }

    /// <summary>The id, <c>i-0123456789abcdef0</c>.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The Name tag, or null. Anybody's text.</summary>
    public string? InstanceName { get; init; }

    /// <summary>EC2's state name: pending, running, stopping or stopped.</summary>
    public string State { get; init; } = "";

    /// <summary>EC2's instance type, <c>t3.micro</c>.</summary>
    public string? InstanceType { get; init; }

    /// <summary>True for Windows instances.</summary>
    public bool IsWindows { get; init; }

    /// <summary>When it was last started, in UTC.</summary>
    public DateTime? LaunchTime { get; init; }

    /// <summary>The Auto Scaling group that launched it, or null.</summary>
    public string? AutoScalingGroupName { get; init; }

    /// <summary>The launch template that it came from, <c>lt-0123456789abcdef0</c>, or null.</summary>
    public string? LaunchTemplateId { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;

    internal static InstanceUsage Of(UsagePlace place, LaunchedInstance instance) => new()
    {
        ProfileName = place.ProfileName,
        AccountId = instance.OwnerId,
        Region = place.Region,
        KeyName = instance.KeyName,
        InstanceId = instance.InstanceId,
        InstanceName = instance.Name,
        State = instance.State,
        InstanceType = instance.InstanceType,
        IsWindows = instance.IsWindows,
        LaunchTime = instance.LaunchTime,
        AutoScalingGroupName = instance.AutoScalingGroupName,
        LaunchTemplateId = instance.LaunchTemplateId,
    };
}
