using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Repair.Plans;

/// <summary>What is known of an instance before a way is chosen. What the caller may not ask is null, and counts against no way.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Machine">Its power and disks.</param>
public sealed record RepairLook(Ec2Instance Instance, Ec2Machine Machine)
{
    internal const string ScalingGroupTag = "aws:autoscaling:groupName";

    /// <summary>Its agent; null when there is none, or it could not be looked for.</summary>
    public ManagedInstance? Agent { get; init; }

    /// <summary>Whether the agent could be looked for.</summary>
    public bool KnowsAgent { get; init; }

    /// <summary>The ways to its SSH server.</summary>
    public IReadOnlyList<RouteAnswer> Routes { get; init; } = [];

    /// <summary>Whether one of its addresses stays while it is stopped.</summary>
    public bool? HasElasticAddress { get; init; }

    /// <summary>Whether an attribute forbids stopping it.</summary>
    public bool? IsStopProtected { get; init; }

    /// <summary>Its volumes, those that could be looked at.</summary>
    public IReadOnlyList<Ec2Volume> Volumes { get; init; } = [];

    /// <summary>The method of a repair that was not finished; null when there is none.</summary>
    public RepairMethod? Unfinished { get; init; }

    /// <summary>Its root volume; null when there is none, or it could not be looked at.</summary>
    internal Ec2Volume? Root => VolumeOf(Machine.Root);

    /// <summary>False when none of its volumes is encrypted, for certain.</summary>
    internal bool MayHaveEncryptedDisk => Machine.Disks.Any(disk => VolumeOf(disk) is not { IsEncrypted: false });

    /// <summary>The Auto Scaling group that it belongs to; null when to none.</summary>
    internal string? ScalingGroup => Instance.Tags.TryGetValue(ScalingGroupTag, out var name) ? name : null;

    private Ec2Volume? VolumeOf(MachineDisk? disk) => Volumes.FirstOrDefault(volume => volume.VolumeId == disk?.VolumeId);

    /// <summary>True when SSH gets there from here, as far as anybody can tell.</summary>
    internal bool HasRoute => RouteSelector.Choose(Routes) is not null;
}
