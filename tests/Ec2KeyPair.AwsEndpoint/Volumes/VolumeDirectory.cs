using System.Collections.Concurrent;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.Volumes;

/// <summary>The volumes of one account in one Region. A root volume costs nothing until somebody asks for it.</summary>
public sealed class VolumeDirectory
{
    private readonly ConcurrentDictionary<string, Volume> _volumes = new(StringComparer.Ordinal);
    private readonly RegionState _region;

    internal VolumeDirectory(RegionState region) => _region = region;

    /// <summary>All that exist, root volumes included.</summary>
    public IReadOnlyList<Volume> All
    {
        get
        {
            foreach (var instance in _region.Instances) RootOf(instance);
            return [.. _volumes.Values.Where(volume => !volume.IsDeleted).OrderBy(volume => volume.Id, StringComparer.Ordinal)];
        }
    }

    public Volume? Find(string id)
    {
        if (!_volumes.ContainsKey(id) && _region.Find("i-" + id[4..]) is { } owner) RootOf(owner);
        return _volumes.TryGetValue(id, out var volume) && !volume.IsDeleted ? volume : null;
    }

    /// <summary>The volume that the instance was launched with.</summary>
    public Volume RootOf(Instance instance) => _volumes.GetOrAdd(RootId(instance), id =>
    {
        var volume = new Volume(_region, id, instance.AvailabilityZone, () => (instance as LinuxInstance)?.Disk) { IsEncrypted = instance.HasEncryptedRoot };
        if (instance.State == InstanceState.Terminated) volume.Delete();
        else volume.Attach(instance, instance.RootDevice, deleteOnTermination: true, TimeSpan.Zero);
        return volume;
    });

    /// <summary>A volume with nothing on it.</summary>
    public Volume Add(string availabilityZone)
    {
        var volume = new Volume(_region, _region.NewId("vol"), availabilityZone, () => null);
        _volumes[volume.Id] = volume;
        return volume;
    }

    /// <summary>What is attached to the instance, also while it is still on its way.</summary>
    public IReadOnlyList<Volume> Of(Instance instance)
    {
        RootOf(instance);
        return [.. _volumes.Values.Where(volume => volume.Attachment?.Instance == instance).OrderBy(volume => volume.Attachment?.Device, StringComparer.Ordinal)];
    }

    /// <summary>True where nobody has asked for the instance's volumes yet: they are as they were at launch.</summary>
    internal bool IsUntouched(Instance instance) => !_volumes.ContainsKey(RootId(instance));

    internal static string RootId(Instance instance) => "vol-" + instance.Id[2..];
}
