using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Windows;

namespace Ec2KeyPair.Core.Tests.Repair;

/// <summary>Instances and volumes in memory whose states change a while after they were asked to; any call may fail first.</summary>
internal sealed class PlayedMachines(FakeClock clock) : IMachineApi
{
    private readonly Dictionary<string, Ec2Machine> _machines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ec2Volume> _volumes = new(StringComparer.Ordinal);
    private readonly List<(DateTime At, Action Effect)> _coming = [];
    private readonly Dictionary<string, byte[]> _userData = new(StringComparer.Ordinal);

    /// <summary>How long a stop or a start takes.</summary>
    internal TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Why EC2 stops an instance again that was started; null to let it run.</summary>
    internal string? StartFailure { get; set; }

    /// <summary>Calls that changed something, in their order.</summary>
    internal List<string> Changes { get; } = [];

    /// <summary>What the next calls of an action fail with.</summary>
    internal Dictionary<string, Queue<ErrorCondition>> Failing { get; } = new(StringComparer.Ordinal);

    internal Ec2Machine this[string id] => _machines[id];

    internal void Add(string id, string state, params MachineDisk[] disks)
    {
        _machines[id] = new Ec2Machine { InstanceId = id, State = state, HasEbsRoot = true, RootDeviceName = "/dev/xvda", Disks = disks };
        foreach (var disk in disks) _volumes[disk.VolumeId] = new Ec2Volume(disk.VolumeId, "in-use", false, [new DiskPlace(id, disk.DeviceName, "attached")]);
    }

    internal void Fail(string action, params ErrorCondition[] conditions) => Failing[action] = new Queue<ErrorCondition>(conditions);

    internal void Become(string id, string state) => _machines[id] = _machines[id] with { State = state };

    public Task<Ec2Machine?> FindAsync(string instanceId, CancellationToken cancel)
    {
        Arrive();
        return Answer("Find", () => _machines.GetValueOrDefault(instanceId));
    }

    public Task<Ec2Machine?> FindByTokenAsync(string clientToken, CancellationToken cancel) => Answer("FindByToken", () => _machines.GetValueOrDefault(clientToken));

    public Task StopAsync(string instanceId, CancellationToken cancel) => Change("Stop", () =>
    {
        Become(instanceId, "stopping");
        After(() => Become(instanceId, "stopped"));
    });

    public Task StartAsync(string instanceId, CancellationToken cancel) => Change("Start", () =>
    {
        Become(instanceId, "pending");
        After(() => _machines[instanceId] = _machines[instanceId] with { State = StartFailure is null ? "running" : "stopped", StateReason = StartFailure });
    });

    public async Task<string> LaunchAsync(HelperRequest request, CancellationToken cancel)
    {
        await Change("Launch", () => Add(request.ClientToken, "running"));
        return request.ClientToken;
    }

    public Task TerminateAsync(string instanceId, CancellationToken cancel) => Change("Terminate", () => Become(instanceId, "terminated"));

    public Task<bool> IsStopProtectedAsync(string instanceId, CancellationToken cancel) => Answer("IsStopProtected", () => false);

    public Task<bool> HasElasticAddressAsync(string instanceId, CancellationToken cancel) => Answer("HasElasticAddress", () => false);

    public Task<byte[]> GetUserDataAsync(string instanceId, CancellationToken cancel) => Answer("GetUserData", () => _userData.GetValueOrDefault(instanceId, []));

    public Task SetUserDataAsync(string instanceId, byte[] userData, CancellationToken cancel) => Change("SetUserData", () =>
    {
        Assert.Equal("stopped", _machines[instanceId].State);
        _userData[instanceId] = userData;
    });

    public Task SetDeletedWithInstanceAsync(string instanceId, string deviceName, bool isDeleted, CancellationToken cancel) => Change("SetDeleted", () =>
        _machines[instanceId] = _machines[instanceId] with { Disks = [.. _machines[instanceId].Disks.Select(disk => disk.DeviceName == deviceName ? disk with { IsDeletedWithInstance = isDeleted } : disk)] });

    public Task<Ec2Volume?> FindVolumeAsync(string volumeId, CancellationToken cancel) => Answer("FindVolume", () => _volumes.GetValueOrDefault(volumeId));

    public Task AttachAsync(string volumeId, string instanceId, string deviceName, CancellationToken cancel) => Change("Attach", () =>
    {
        _volumes[volumeId] = _volumes[volumeId] with { Attachments = [new DiskPlace(instanceId, deviceName, "attached")] };
        _machines[instanceId] = _machines[instanceId] with { Disks = [.. _machines[instanceId].Disks, new MachineDisk(deviceName, volumeId, false)] };
    });

    public Task DetachAsync(string volumeId, string instanceId, CancellationToken cancel) => Change("Detach", () =>
    {
        _volumes[volumeId] = _volumes[volumeId] with { Attachments = [] };
        _machines[instanceId] = _machines[instanceId] with { Disks = [.. _machines[instanceId].Disks.Where(disk => disk.VolumeId != volumeId)] };
    });

    private void After(Action effect) => _coming.Add((clock.UtcNow + Duration, effect));

    private void Arrive()
    {
        foreach (var due in _coming.Where(one => one.At <= clock.UtcNow).ToList())
        {
            _coming.Remove(due);
            due.Effect();
        }
    }

    private Task Change(string action, Action effect)
    {
        Throw(action);
        Changes.Add(action);
        effect();
        return Task.CompletedTask;
    }

    private Task<T> Answer<T>(string action, Func<T> answer)
    {
        try
        {
            Throw(action);
            return Task.FromResult(answer());
        }
        catch (Ec2KeyPairException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private void Throw(string action)
    {
        if (Failing.TryGetValue(action, out var conditions) && conditions.Count > 0) throw new Ec2KeyPairException(conditions.Dequeue(), $"{action} fails");
    }
}
