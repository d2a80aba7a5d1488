namespace Ec2KeyPair.Core.Ec2;

/// <summary>What the module needs to know of an instance (EC2 API Reference, Instance).</summary>
public sealed record Ec2Instance
{
    /// <summary>The id, <c>i-0123456789abcdef0</c>.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The AWS account that it belongs to, <c>123456789012</c>.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The launch key: the key pair named at launch, whatever happened to it since. Null without one.</summary>
    public string? KeyName { get; init; }

    /// <summary>EC2's state name: pending, running, shutting-down, terminated, stopping or stopped.</summary>
    public string State { get; init; } = "";

    /// <summary>True for Windows instances.</summary>
    public bool IsWindows { get; init; }

    /// <summary>EC2's platform text, <c>Linux/UNIX</c> or <c>Red Hat Enterprise Linux</c>.</summary>
    public string? PlatformDetails { get; init; }

    /// <summary>Id of the image it was launched from.</summary>
    public string? ImageId { get; init; }

    /// <summary>EC2's instance type, <c>t3.micro</c>.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Public IPv4 address.</summary>
    public string? PublicIpAddress { get; init; }

    /// <summary>Private IPv4 address.</summary>
    public string? PrivateIpAddress { get; init; }

    /// <summary>First IPv6 address.</summary>
    public string? Ipv6Address { get; init; }

    /// <summary>Public DNS name.</summary>
    public string? PublicDnsName { get; init; }

    /// <summary>Private DNS name.</summary>
    public string? PrivateDnsName { get; init; }

    /// <summary>Its VPC, <c>vpc-0123456789abcdef0</c>; null once terminated.</summary>
    public string? VpcId { get; init; }

    /// <summary>The subnet of its first network interface.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Its Availability Zone, <c>eu-central-1a</c>.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>The security groups of its first network interface.</summary>
    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    /// <summary>When it was last started, in UTC; EC2 calls it the launch time.</summary>
    public DateTime? LaunchTime { get; init; }

    /// <summary>
    /// When it was launched, in UTC, however often it was stopped since: its primary network interface is attached then
    /// and for good. Null when EC2 does not tell.
    /// </summary>
    public DateTime? FirstLaunchTime { get; init; }

    /// <summary>Its tags. Values are anybody's text: never trusted.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The Name tag, or null.</summary>
    public string? Name => Tags.TryGetValue("Name", out var name) ? name : null;
}
