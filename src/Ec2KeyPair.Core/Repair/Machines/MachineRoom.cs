using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Repair.Machines;

/// <summary>
/// Brings instances and volumes to a state: looks, asks for what is missing, and waits until it is so. What is so already is
/// fine, and so is a request whose answer was lost: the state decides, not the answer. That AWS is busy or can't be reached
/// says nothing of the state: it is not known yet, until the time is over.
/// </summary>
/// <param name="api">The machines.</param>
/// <param name="clock">Time.</param>
/// <param name="limit">The longest wait for one state.</param>
public sealed class MachineRoom(IMachineApi api, IClock clock, TimeSpan limit)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastOnWayBack = TimeSpan.FromMinutes(15);
    private const double Growth = 1.5;

    /// <summary>The same for putting things back: who is in a hurry must not leave an instance without its disk, so it waits 15 minutes at the least.</summary>
    internal MachineRoom OnWayBack => limit >= LeastOnWayBack ? this : new MachineRoom(api, clock, LeastOnWayBack);

    /// <summary>The instance as it is now.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, or an Aws condition.</exception>
    public async Task<Ec2Machine> FindAsync(string instanceId, CancellationToken cancel) =>
        await api.FindAsync(instanceId, cancel).ConfigureAwait(false) ?? throw Gone(instanceId);

    /// <summary>The instance is stopped.</summary>
    public Task EnsureStoppedAsync(string instanceId, CancellationToken cancel) => EnsureAsync(
        $"{instanceId} to stop",
        instanceId,
        async () => (await FindAsync(instanceId, cancel).ConfigureAwait(false)).State switch
        {
            "stopped" => Progress.There,
            "running" or "pending" => Progress.NotBegun,
            "stopping" => Progress.OnItsWay,
            _ => throw Gone(instanceId),
        },
        () => api.StopAsync(instanceId, cancel),
        cancel);

    /// <summary>The instance runs.</summary>
    /// <exception cref="Ec2KeyPairException">RepairFailed: it took too long, or EC2 stopped it again, as it does without a grant for the key of an encrypted volume.</exception>
    public Task EnsureRunningAsync(string instanceId, CancellationToken cancel)
    {
        var wasPending = false;
        return EnsureAsync($"{instanceId} to start", instanceId, LookAsync, () => api.StartAsync(instanceId, cancel), cancel);

        async Task<Progress> LookAsync()
        {
            var machine = await FindAsync(instanceId, cancel).ConfigureAwait(false);
            if (machine.State == "stopped" && wasPending) throw NotStarted(machine);
            wasPending |= machine.State == "pending";
            return machine.State switch
            {
                "running" => Progress.There,
                "stopped" => Progress.NotBegun,
                // Stopping: it can be started once it has stopped.
                "pending" or "stopping" => Progress.OnItsWay,
                _ => throw Gone(instanceId),
            };
        }
    }

    /// <summary>The instance is terminated, or was never there.</summary>
    public Task EnsureTerminatedAsync(string instanceId, CancellationToken cancel) => EnsureAsync(
        $"{instanceId} to be terminated",
        instanceId,
        async () => (await api.FindAsync(instanceId, cancel).ConfigureAwait(false))?.State switch
        {
            null or "terminated" => Progress.There,
            "shutting-down" => Progress.OnItsWay,
            _ => Progress.NotBegun,
        },
        () => api.TerminateAsync(instanceId, cancel),
        cancel);

    /// <summary>The volume is attached to this instance as this device.</summary>
    public Task EnsureAttachedAsync(string volumeId, string instanceId, string deviceName, CancellationToken cancel) => EnsureAsync(
        $"{volumeId} to be attached to {instanceId}",
        volumeId,
        async () => await PlaceAsync(volumeId, cancel).ConfigureAwait(false) switch
        {
            null => Progress.NotBegun,
            { State: "attached" } place when place.InstanceId == instanceId && place.DeviceName == deviceName => Progress.There,
            // Attached elsewhere is refused by EC2, in its own words.
            { State: "attached" or "busy" } place when place.InstanceId != instanceId || place.DeviceName != deviceName => Progress.NotBegun,
            _ => Progress.OnItsWay,
        },
        () => api.AttachAsync(volumeId, instanceId, deviceName, cancel),
        cancel);

    /// <summary>The volume is not attached to this instance.</summary>
    public Task EnsureDetachedAsync(string volumeId, string instanceId, CancellationToken cancel) => EnsureAsync(
        $"{volumeId} to be detached from {instanceId}",
        volumeId,
        async () => await PlaceAsync(volumeId, cancel).ConfigureAwait(false) switch
        {
            null => Progress.There,
            { } place when place.InstanceId != instanceId => Progress.There,
            { State: "attached" or "busy" } => Progress.NotBegun,
            _ => Progress.OnItsWay,
        },
        () => api.DetachAsync(volumeId, instanceId, cancel),
        cancel);

    /// <summary>Looks again and again until it is so.</summary>
    /// <param name="what">What is waited for, for the error: <c>i-0abc to stop</c>.</param>
    /// <param name="subject">What that is about.</param>
    /// <param name="isThere">Looks.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">RepairFailed: it took too long; or what the look throws, but AwsUnavailable and AwsThrottled only at the end.</exception>
    public async Task WaitAsync(string what, string subject, Func<Task<bool>> isThere, CancellationToken cancel)
    {
        var deadline = clock.UtcNow + limit;
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            try
            {
                if (await isThere().ConfigureAwait(false)) return;
                if (clock.UtcNow >= deadline) throw TooLate(what, subject);
            }
            catch (Ec2KeyPairException e) when (IsPassing(e) && clock.UtcNow < deadline)
            {
                // Not known yet; the next look is as good.
            }

            await clock.DelayAsync(pause, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Does what may be done more than once, again while AWS is busy or can't be reached.</summary>
    /// <param name="what">What is done, for the error: <c>i-0abc's user data to be set</c>.</param>
    /// <param name="subject">What that is about.</param>
    /// <param name="deed">Does it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">What the deed throws, but AwsUnavailable and AwsThrottled only at the end.</exception>
    public Task InsistAsync(string what, string subject, Func<Task> deed, CancellationToken cancel) => WaitAsync(
        what,
        subject,
        async () =>
        {
            await deed().ConfigureAwait(false);
            return true;
        },
        cancel);

    private async Task EnsureAsync(string what, string subject, Func<Task<Progress>> look, Func<Task> ask, CancellationToken cancel)
    {
        var isAsked = false;
        await WaitAsync(
            what,
            subject,
            async () =>
            {
                var progress = await look().ConfigureAwait(false);
                if (progress != Progress.NotBegun || isAsked) return progress == Progress.There;
                try
                {
                    await ask().ConfigureAwait(false);
                }
                catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsRequestFailed or ErrorCondition.AwsUnavailable)
                {
                    // The request may have been served and only its answer lost, or repeated by the SDK.
                    if (await look().ConfigureAwait(false) == Progress.NotBegun) throw;
                }

                isAsked = true;
                return false;
            },
            cancel).ConfigureAwait(false);
    }

    private async Task<DiskPlace?> PlaceAsync(string volumeId, CancellationToken cancel)
    {
        var volume = await api.FindVolumeAsync(volumeId, cancel).ConfigureAwait(false) ?? throw new Ec2KeyPairException(
            ErrorCondition.RepairFailed, $"There is no volume {volumeId} any more.", volumeId, "Look for a snapshot of it.");
        return volume.Attachments.FirstOrDefault(place => place.State != "detached");
    }

    private static bool IsPassing(Ec2KeyPairException e) => e.Condition is ErrorCondition.AwsUnavailable or ErrorCondition.AwsThrottled;

    private static TimeSpan Longer(TimeSpan pause)
    {
        var next = TimeSpan.FromTicks((long)(pause.Ticks * Growth));
        return next < LongestPause ? next : LongestPause;
    }

    private static Ec2KeyPairException Gone(string instanceId) => new(
        ErrorCondition.InstanceNotFound, $"{instanceId} is terminated, or not there any more.", instanceId, "Check the Region and the account.");

    private static Ec2KeyPairException NotStarted(Ec2Machine machine) => new(
        ErrorCondition.RepairFailed,
        $"{machine.InstanceId} did not start, EC2 stopped it again: {Text.Printable.Text(machine.StateReason ?? "it does not say why")}",
        machine.InstanceId,
        "Where a volume is encrypted with a key of your own, whoever starts the instance needs kms:CreateGrant for that key, and the key must be enabled.");

    private Ec2KeyPairException TooLate(string what, string subject) => new(
        ErrorCondition.RepairFailed, $"Waiting for {what} took longer than {limit.TotalSeconds:0} s.", subject, "Give it more time with -TimeoutSec, and look at it in the EC2 console.");

    private enum Progress
    {
        NotBegun,
        OnItsWay,
        There,
    }
}
