namespace Ec2KeyPair.Core.Ec2;

/// <summary>An instance as a machine with power and disks (EC2 API Reference, Instance).</summary>
public sealed record Ec2Machine
{
    /// <summary>The id, <c>i-0123456789abcdef0</c>.</summary>
    public required string InstanceId { get; init; }

    /// <summary>EC2's state name: pending, running, shutting-down, terminated, stopping or stopped.</summary>
    public required string State { get; init; }

    /// <summary>Why it is in that state, in EC2's words; null when EC2 says nothing.</summary>
    public string? StateReason { get; init; }

    /// <summary>The device under which its root volume is attached, <c>/dev/xvda</c>.</summary>
    public string? RootDeviceName { get; init; }

    /// <summary>False where the root is an instance store: such an instance can't be stopped.</summary>
    public bool HasEbsRoot { get; init; }

    /// <summary>Its EBS volumes.</summary>
    public IReadOnlyList<MachineDisk> Disks { get; init; } = [];

    /// <summary>True for a Spot Instance; most of them can't be stopped.</summary>
    public bool IsSpot { get; init; }

    /// <summary>True for software of AWS Marketplace, whose root volume no other running instance may have.</summary>
    public bool IsFromMarketplace { get; init; }

    /// <summary>Its Availability Zone, <c>eu-central-1a</c>.</summary>
    public string? AvailabilityZone { get; init; }

    /// <summary>The subnet of its first network interface.</summary>
    public string? SubnetId { get; init; }

    /// <summary>The disk under the root device; null while none is attached there.</summary>
    public MachineDisk? Root => Disks.FirstOrDefault(disk => disk.DeviceName == RootDeviceName);
}

/// <summary>An EBS volume of an instance.</summary>
/// <param name="DeviceName">The device that EC2 knows it as, <c>/dev/xvda</c>.</param>
/// <param name="VolumeId">The volume, <c>vol-0123456789abcdef0</c>.</param>
/// <param name="IsDeletedWithInstance">Whether it is deleted when the instance is terminated.</param>
public sealed record MachineDisk(string DeviceName, string VolumeId, bool IsDeletedWithInstance);
