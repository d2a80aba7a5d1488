using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.Plans;
using Ec2KeyPair.Core.Repair.Ways;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;
using Ec2KeyPair.Core.Users;
using Ec2KeyPair.Hosting.Sessions;

namespace Ec2KeyPair.Hosting.Repair;

/// <summary>Puts together what repairs access, for one cmdlet. Disposing it zeroes the keys that were opened.</summary>
internal sealed class RepairServices : IDisposable
{
    private readonly Passphrase? _passphrase;
    private readonly KeyOpener _opener;
    private readonly InstanceConnectKey _pushed;
    private readonly CommandRun _commands;

    /// <summary>Pipeline thread.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">KeyStoreUnsafe, UserMapInvalid, or a file condition.</exception>
    internal RepairServices(
        AsyncCmdlet cmdlet, AwsSession aws, string? region, KeyStore store, RepairOptions options, RepairWishes wishes, IRepairObserver observer, CancellationToken cancel)
    {
        store.EnsureFolder(); // Host keys are pinned in it, and journals kept.
        var ec2 = aws.Ec2(region);
        var clock = SystemClock.Instance;
        var managed = aws.SessionManager(region);
        var connect = aws.InstanceConnect(region);
        Instances = new ImageCache(ec2.Instances);
        var finder = new LoginUserFinder(Instances, managed, UserMap.Load(store.UserMapPath), clock);
        var routes = new RouteSelector(new NetworkCache(ec2.Network, cancel), managed, new TcpPortProbe(), clock);
        var sessions = SessionServices.Open(aws, region, new CmdletSessionObserver(cmdlet));
        var chooser = new RouteChooser(routes, wishes.Via, new EndpointConnector(connect), sessions, null, observer.ExplainAsync);
        var pins = new PinnedHostKeys(store.KnownHostsPath);
        var trust = new HostTrust(new HostKeyConsole(Instances, ec2.LiveConsoles), pins, clock);
        var hostKeys = new RememberedHostKeys(new InstanceHostKeys(trust, pins, wishes.HostKeyPolicy, clock, wishes.AskHostKey, observer.WarnAsync));

        // Last of what can fail: nobody would zero it.
        _passphrase = wishes.Passphrase is null ? null : Passphrase.FromSecureString(wishes.Passphrase);
        _opener = new KeyOpener(new KeyStoreSource(store), _passphrase, wishes.AskPassphrase);
        _pushed = new InstanceConnectKey(connect, clock);
        _commands = new CommandRun(aws.RunCommand(region), new CommandTargets(managed, Instances), clock, Math.Max(options.ThrottleLimit, 1));
        var keys = new RepairKeys(store, _opener, wishes.KeyType);
        var proof = new LoginProof(Instances, chooser, hostKeys, keys, options.Port, clock, observer.ExplainAsync);
        var room = new MachineRoom(ec2.Machines, clock, options.Patience);
        var users = new LoginUsers(finder, options.UserName);
        var parameters = aws.ParameterStore(region);
        IReadOnlyList<IRepairWay> ways =
        [
            new RunCommandWay(new EditingInstaller(new RunCommandKeyEditor(_commands, users, observer.ExplainAsync))),
            new InstanceConnectWay(new EditingInstaller(new SshKeyEditor(
                chooser, new SshConnector(hostKeys, users, _pushed, new SshLimits(), observer.ExplainAsync), options.Port, observer.LastWord))),
            new UserDataWay(ec2.Machines, room, Instances, ec2.LiveConsoles, proof, observer.ExplainAsync),
            new AutomationWay(aws.Automation(region), parameters, new KeyBackup(store, parameters), keys, options, clock, observer),
            new RootVolumeWay(ec2.Machines, room, Instances, ec2.LiveConsoles, parameters, options, observer.ExplainAsync),
        ];
        Service = new RepairService(
            ways, new RepairLooker(Instances, ec2.Machines, managed, routes, observer.ExplainAsync), keys, finder, proof, new RepairJournals(store), options, observer);
    }

    internal IInstanceApi Instances { get; }

    internal RepairService Service { get; }

    public void Dispose()
    {
        _commands.Dispose();
        _opener.Dispose();
        _pushed.Dispose();
        _passphrase?.Dispose();
    }
}
