using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Secrets;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Ssh.Connection;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Ssh.Ways;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;
using Ec2KeyPair.Core.Users;
using Ec2KeyPair.Hosting.Sessions;

namespace Ec2KeyPair.Hosting.Ssh;

/// <summary>Puts together what makes SSH connections, for one cmdlet. Disposing it zeroes the keys that were opened.</summary>
internal sealed class SshServices : IDisposable
{
    private readonly Passphrase? _passphrase;
    private readonly KeyOpener _opener;
    private readonly InstanceConnectKey? _pushed;
    private readonly InstanceHostKeys _hostKeys;
    private readonly Func<string, Task> _explain;

    /// <summary>Pipeline thread.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">KeyStoreUnsafe, UserMapInvalid, PrivateKeyRequired, a file or key file condition.</exception>
    internal SshServices(AsyncCmdlet cmdlet, AwsSession aws, string? region, KeyStore store, SshWishes wishes, CancellationToken cancel)
    {
        store.EnsureFolder(); // Host keys are pinned in it, also where it has no keys yet.
        var ec2 = aws.Ec2(region);
        Instances = new ImageCache(ec2.Instances);
        Sessions = SessionServices.Open(aws, region, new CmdletSessionObserver(cmdlet));
        var connect = aws.InstanceConnect(region);
        var managed = aws.SessionManager(region);
        Chooser = new RouteChooser(
            new RouteSelector(new NetworkCache(ec2.Network, cancel), managed, new TcpPortProbe(), SystemClock.Instance),
            wishes.Via,
            new EndpointConnector(connect),
            Sessions,
            wishes.Reason,
            cmdlet.WriteVerboseAsync);

        var given = wishes.KeyPath is null ? null : new KeyFilesSource([wishes.KeyPath]);
        IPrivateKeySource source = given is null ? new KeyStoreSource(store) : given;
        Users = new LoginUsers(new LoginUserFinder(Instances, managed, UserMap.Load(store.UserMapPath), SystemClock.Instance), wishes.UserName);
        // Last of what can fail: nobody would zero it.
        _passphrase = wishes.Passphrase is null ? null : Passphrase.FromSecureString(wishes.Passphrase);
        _pushed = wishes.UsesInstanceConnect ? new InstanceConnectKey(connect, SystemClock.Instance) : null;
        _opener = new KeyOpener(source, _passphrase, wishes.AskPassphrase);
        var pins = new PinnedHostKeys(store.KnownHostsPath);
        var trust = new HostTrust(new HostKeyConsole(Instances, ec2.LiveConsoles), pins, SystemClock.Instance);
        Keys = _pushed ?? (given is null ? new LaunchKeyRing(new LaunchKeyLookup(ec2.KeyPairs, source), _opener, new InstalledKeys(store)) : (ILoginKeys)new GivenKey(given, _opener));
        _hostKeys = new InstanceHostKeys(trust, pins, wishes.HostKeyPolicy, SystemClock.Instance, wishes.AskHostKey, cmdlet.WriteWarningAsync);
        _explain = cmdlet.WriteVerboseAsync;
        Connector = ConnectorWith(Users, Keys);
    }

    internal IInstanceApi Instances { get; }

    internal ILoginUsers Users { get; }

    /// <summary>What instances are logged in to with.</summary>
    internal ILoginKeys Keys { get; }

    /// <summary>Opens private keys; those that it has opened are zeroed at the end.</summary>
    internal KeyOpener Opener => _opener;

    internal SessionService Sessions { get; }

    internal SshConnector Connector { get; }

    internal IWayChooser Chooser { get; }

    /// <summary>What makes connections as these accounts with these keys; host keys are verified as everywhere.</summary>
    internal SshConnector ConnectorWith(ILoginUsers users, ILoginKeys keys) => new(_hostKeys, users, keys, new SshLimits(), _explain);

    public void Dispose()
    {
        _opener.Dispose();
        _pushed?.Dispose();
        _passphrase?.Dispose();
    }
}
