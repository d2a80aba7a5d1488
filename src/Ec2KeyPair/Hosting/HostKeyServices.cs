using Ec2KeyPair.Aws.Adapters;
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
internal sealed class HostKeyServices(string knownHostsPath, Func<Ec2Region> openEc2, Func<IHostKeyReader> openReader)
{
    private readonly PinnedHostKeys _pins = new(knownHostsPath);

    internal HostKeyFinder Finder => new(() => new HostKeyConsole(openEc2().Instances, openEc2().LiveConsoles), openReader, _pins, SystemClock.Instance);

    internal HostKeyPinner Pinner(int port) => new(_pins, Finder, (id, cancel) => LocateAsync(id, port, cancel), SystemClock.Instance);

    /// <summary>The id of the instance that somebody named; an id is taken as it is where AWS is not asked anyway.</summary>
    /// <exception cref="Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, or an Aws condition.</exception>
    internal async Task<string> ResolveAsync(string identity, bool isOffline, CancellationToken cancel) =>
        isOffline && InstanceIdentity.IsId(identity)
            ? identity
            : (await new InstanceResolver(openEc2().Instances).ResolveAsync(identity, cancel)).InstanceId;

    private async Task<(string Address, int Port)> LocateAsync(string instanceId, int port, CancellationToken cancel)
    {
        var instance = await new InstanceResolver(openEc2().Instances).ResolveAsync(instanceId, cancel);
        return DirectRoute.AddressOf(instance) is { } address ? (address, port) : throw new Ec2KeyPairException(
            ErrorCondition.AddressNotFound,
            $"Only the fingerprint of {instanceId}'s host key is known, and it has no address at which it could be asked for the key.",
            instanceId,
            $"Read the key over Run Command: Get-EC2HostKey {instanceId} -Source RunCommand | Add-EC2KnownHost.");
    }
}
