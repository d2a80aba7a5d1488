using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Repair.Plans;

/// <summary>Looks at an instance from all sides at once. It changes nothing.</summary>
/// <param name="instances">Instances.</param>
/// <param name="machines">Power and disks.</param>
/// <param name="managed">Agents.</param>
/// <param name="routes">The ways to SSH servers.</param>
/// <param name="explain">Is told what could not be looked at.</param>
public sealed class RepairLooker(IInstanceApi instances, IMachineApi machines, IManagedInstanceApi managed, RouteSelector routes, Func<string, Task> explain)
{
    /// <summary>What is known.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">The port that was given for its SSH server; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, or an Aws condition: then even the instance can't be described.</exception>
    public async Task<RepairLook> LookAsync(Ec2Instance instance, int? port, CancellationToken cancel)
    {
        var id = instance.InstanceId;
        var machine = await machines.FindAsync(id, cancel).ConfigureAwait(false) ?? throw new Ec2KeyPairException(
            ErrorCondition.InstanceNotFound, $"{id} is not there any more.", id, "Check the Region and the account.");
        var agent = TryAsync(async () => (Known: true, Agent: await managed.FindAsync(id, cancel).ConfigureAwait(false)));
        var address = TryAsync<bool?>(async () => await machines.HasElasticAddressAsync(id, cancel).ConfigureAwait(false));
        var isProtected = TryAsync<bool?>(async () => await machines.IsStopProtectedAsync(id, cancel).ConfigureAwait(false));
        var disks = Task.WhenAll(machine.Disks.Select(disk => TryAsync(() => machines.FindVolumeAsync(disk.VolumeId, cancel))));
        var ways = instance.State == "running"
            ? routes.LookAsync(instance, SshPort.Of(instance, port), cancel)
            : Task.FromResult<IReadOnlyList<RouteAnswer>>([]);
        await Task.WhenAll(agent, address, isProtected, disks, ways).ConfigureAwait(false);
        var (isKnown, found) = await agent.ConfigureAwait(false);
        return new RepairLook(instance, machine)
        {
            KnowsAgent = isKnown,
            Agent = found,
            HasElasticAddress = await address.ConfigureAwait(false),
            IsStopProtected = await isProtected.ConfigureAwait(false),
            Volumes = (await disks.ConfigureAwait(false)).OfType<Ec2Volume>().ToList(),
            Routes = await ways.ConfigureAwait(false),
        };
    }

    /// <summary>What is known now of an instance that something was done to.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, or an Aws condition.</exception>
    public async Task<RepairLook> LookAgainAsync(string instanceId, int? port, CancellationToken cancel) =>
        await LookAsync(await new InstanceResolver(instances).ResolveAsync(instanceId, cancel).ConfigureAwait(false), port, cancel).ConfigureAwait(false);

    private async Task<T?> TryAsync<T>(Func<Task<T>> look)
    {
        try
        {
            return await look().ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // Who may do the repair may not be allowed to look at all of it; the plan says what it could not see.
            await explain(e.Message).ConfigureAwait(false);
            return default;
        }
    }
}
