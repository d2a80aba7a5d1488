namespace Ec2KeyPair.Core.Ec2;

/// <summary>An EBS volume (EC2 API Reference, Volume).</summary>
/// <param name="VolumeId">The id, <c>vol-0123456789abcdef0</c>.</param>
/// <param name="State">creating, available, in-use, deleting, deleted or error.</param>
/// <param name="IsEncrypted">Whether a KMS key encrypts it.</param>
/// <param name="Attachments">Where it is attached; mostly one place, or none.</param>
public sealed record Ec2Volume(string VolumeId, string State, bool IsEncrypted, IReadOnlyList<DiskPlace> Attachments);

/// <summary>A place where a volume is attached.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="DeviceName">The device there.</param>
/// <param name="State">attaching, attached, detaching, detached or busy.</param>
public sealed record DiskPlace(string InstanceId, string DeviceName, string State);
