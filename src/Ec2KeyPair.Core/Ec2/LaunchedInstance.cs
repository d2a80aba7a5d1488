namespace Ec2KeyPair.Core.Ec2;

/// <summary>What of an instance tells who uses which key pair: few and small fields, because there may be very many of them.</summary>
public sealed record LaunchedInstance
{
    /// <summary>The id, <c>i-0123456789abcdef0</c>.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The launch key; null without one.</summary>
    public string? KeyName { get; init; }

    /// <summary>The Name tag, or null. Anybody's text.</summary>
    public string? Name { get; init; }

    /// <summary>EC2's state name: pending, running, stopping or stopped.</summary>
    public string State { get; init; } = "";

    /// <summary>EC2's instance type, <c>t3.micro</c>.</summary>
    public string? InstanceType { get; init; }

    /// <summary>True for Windows instances.</summary>
    public bool IsWindows { get; init; }

    /// <summary>When it was last started, in UTC; EC2 calls it the launch time.</summary>
    public DateTime? LaunchTime { get; init; }

    /// <summary>The Auto Scaling group that launched it, by its tag <c>aws:autoscaling:groupName</c>, which nobody else can set.</summary>
    public string? AutoScalingGroupName { get; init; }

    /// <summary>The launch template that it came from, by its tag <c>aws:ec2launchtemplate:id</c>, which nobody else can set.</summary>
    public string? LaunchTemplateId { get; init; }

    /// <summary>The AWS account that it belongs to, <c>123456789012</c>.</summary>
    public string? OwnerId { get; init; }
}
