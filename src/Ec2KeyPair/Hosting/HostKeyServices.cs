using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts together what finds and pins host keys. AWS is opened when it is needed: pins alone need none.</summary>
/// <param name="knownHostsPath">The known_hosts file.</param>
/// <param name="openEc2">Opens EC2.</param>
/// <param name="openReader">Opens Run Command.</param>
/// <param name="openReach">Opens what leads to SSH servers.</param>
internal sealed class HostKeyServices(
    string knownHostsPath, Func<Ec2Region> openEc2, Func<IHostKeyReader> openReader, Func<(RouteSelector Routes, InstanceWays Ways)> openReach)
{
    private readonly PinnedHostKeys _pins = new(knownHostsPath);

    internal HostKeyFinder Finder => new(() => new HostKeyConsole(openEc2().Instances, openEc2().LiveConsoles), openReader, _pins, SystemClock.Instance);

    internal HostKeyPinner Pinner(int port) => new(_pins, Finder, (id, fetch, cancel) => ReachAsync(id, port, fetch, cancel), SystemClock.Instance);

    /// <summary>The id of the instance that somebody named; an id is taken as it is where AWS is not asked anyway.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, or an Aws condition.</exception>
    internal async Task<string> ResolveAsync(string identity, bool isOffline, CancellationToken cancel) =>
        isOffline && InstanceIdentity.IsId(identity)
            ? identity
            : (await new InstanceResolver(openEc2().Instances).ResolveAsync(identity, cancel)).InstanceId;

    private async Task<HostKey?> ReachAsync(string instanceId, int port, Func<string, int, Task<HostKey?>> fetch, CancellationToken cancel)
    {
        var (routes, ways) = openReach();
        var instance = await new InstanceResolver(openEc2().Instances).ResolveAsync(instanceId, cancel);
        var route = await routes.SelectAsync(instance, ConnectionRoute.Auto, port, cancel);
        return await SshConnection.ReachAsync(instance, route, port, ways, fetch, cancel);
    }
}
