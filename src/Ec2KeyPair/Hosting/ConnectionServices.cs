using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts together what connects, for one Region and key store.</summary>
internal sealed class ConnectionServices
{
    private readonly Ec2Region _ec2;
    private readonly IManagedInstanceApi _managed;
    private readonly KeyStore _store;
    private readonly PinnedHostKeys _pins;
    private readonly LoginUserFinder _users;

    /// <exception cref="Core.Errors.Ec2KeyPairException">KeyStoreUnsafe, UserMapInvalid, FileReadFailed, FileWriteFailed.</exception>
    internal ConnectionServices(Ec2Region ec2, IManagedInstanceApi managed, KeyStore store)
    {
        store.EnsureFolder(); // Host keys are pinned in it, also where it has no keys yet.
        _ec2 = ec2;
        _managed = managed;
        _store = store;
        _pins = new PinnedHostKeys(store.KnownHostsPath);
        _users = new LoginUserFinder(ec2.Instances, managed, UserMap.Load(store.UserMapPath), SystemClock.Instance);
    }

    internal ConnectionPlanner Planner => new(
        Routes(_ec2.Network, _managed),
        _users,
        new SshKeyChoice(new LaunchKeyLookup(_ec2.KeyPairs, new KeyStoreSource(_store)), new InstalledKeys(_store)),
        new HostTrust(Console, _pins, SystemClock.Instance),
        _store.KnownHostsPath);

    /// <summary>Chooses the way to an instance.</summary>
    internal static RouteSelector Routes(INetworkApi network, IManagedInstanceApi managed) => new(network, managed, new TcpPortProbe(), SystemClock.Instance);

    internal SshLogin Login(string program, IInstanceConnectApi instanceConnect, Func<string, Task> warn) => new(
        program, new ShownHostKey(_pins, SystemClock.Instance), new HostKeyRefusal(Console, _pins), _users, instanceConnect, warn);

    private HostKeyConsole Console => new(_ec2.Instances, _ec2.LiveConsoles);
}
