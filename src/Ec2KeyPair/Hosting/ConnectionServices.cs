using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts the core's connection planner together for one Region and key store.</summary>
internal static class ConnectionServices
{
    /// <summary>The ways to an instance, in order of preference.</summary>
    internal static RouteSelector Routes() => new([new DirectRoute(), new SessionManagerRoute()]);

    internal static ConnectionPlanner Planner(Ec2Region ec2, KeyStore store)
    {
        store.EnsureFolder(); // Host keys are pinned in it, also where it has no keys yet.
        return new ConnectionPlanner(
            ec2.Instances,
            Routes(),
            new SshKeyChoice(new LaunchKeyLookup(ec2.KeyPairs, new KeyStoreSource(store))),
            new HostTrust(ec2.Instances, new PinnedHostKeys(store.KnownHostsPath)),
            store.KnownHostsPath);
    }
}
