using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Report;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.KeyPairs;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Core.Trust.Evidence;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts together what reports on access, for one Region and key store.</summary>
internal sealed class AccessServices
{
    /// <exception cref="Core.Errors.Ec2KeyPairException">UserMapInvalid, FileReadFailed.</exception>
    internal AccessServices(Ec2Region ec2, IManagedInstanceApi managed, KeyStore store, int? port, CancellationToken run)
    {
        var clock = SystemClock.Instance;
        Instances = ec2.Instances;
        Answers = new FleetAnswers(managed, ec2.Statuses, run);
        Reporter = new AccessReporter(
        [
            new HealthCheck(Answers, clock),
            new RouteCheck(ConnectionServices.Routes(new NetworkCache(ec2.Network, run), Answers), port),
            new LaunchKeyCheck(new LaunchKeyLookup(ec2.KeyPairs, new KeyStoreSource(store)), new InstalledKeys(store), clock),
            new LoginUserCheck(new LoginUserFinder(ec2.Instances, Answers, UserMap.Load(store.UserMapPath), clock), clock),
            new HostKeyCheck(new PinnedHostKeys(store.KnownHostsPath), new HostKeyConsole(ec2.Instances, ec2.LiveConsoles).ReadAsync, clock),
            new WindowsCheck(ec2.Instances, ec2.LiveConsoles, ec2.Passwords, new RdpPins(store.KnownRdpPath, store.LockPath), clock),
        ]);
    }

    internal IInstanceApi Instances { get; }

    /// <summary>What is asked for many at once.</summary>
    internal FleetAnswers Answers { get; }

    internal AccessReporter Reporter { get; }
}
