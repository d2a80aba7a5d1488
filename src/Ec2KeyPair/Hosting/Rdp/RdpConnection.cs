using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Store;
using Ec2KeyPair.Core.Trust;
using Ec2KeyPair.Output;

namespace Ec2KeyPair.Hosting.Rdp;

/// <summary>Runs the system's remote desktop client as the wishes say, by the way that is open.</summary>
internal sealed class RdpConnection
{
    /// <summary>This machine's client.</summary>
    internal required IRdpClient Client { get; init; }

    /// <summary>The Region.</summary>
    internal required Ec2Region Ec2 { get; init; }

    /// <summary>Where certificates are remembered.</summary>
    internal required KeyStore Store { get; init; }

    /// <summary>Account and password.</summary>
    internal required RdpLoginSource Logins { get; init; }

    /// <summary>Chooses the way.</summary>
    internal required RouteSelector Routes { get; init; }

    /// <summary>Opens it.</summary>
    internal required InstanceWays Ways { get; init; }

    /// <summary>Asks about a certificate; null where nobody can answer.</summary>
    internal required Func<string, RdpCertificate, Task<bool>>? Ask { get; init; }

    /// <summary>For -Verbose.</summary>
    internal required Func<string, Task> Explain { get; init; }

    /// <summary>Connects, and waits for the client's end.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">
    /// InstanceNotRunning, why there is no way, InstanceNotWindows, a Windows password condition, an Rdp condition, or an Aws
    /// condition.
    /// </exception>
    internal async Task<ConnectionResult> RunAsync(Ec2Instance instance, RdpWishes wishes, CancellationToken cancel)
    {
        Client.CheckArguments(wishes.ClientArguments);
        var id = instance.InstanceId;
        var route = await Routes.SelectAsync(instance, wishes.Via, wishes.Port, cancel);
        await Explain($"{id}: {route.Kind} to {route.Address}, {route.Reason}.");

        var instances = new OneConsoleLook(Ec2.Instances, Ec2.LiveConsoles);
        using var login = await Logins.GetAsync(instance, instances, wishes, cancel);
        var localAddress = Client.NeedsOwnLocalAddress ? RdpLocalAddress.For(id) : null;
        var way = await RdpWay.OpenAsync(route, id, wishes.Port, Ways, localAddress, cancel);
        await using (way)
        {
            var trust = new RdpTrust(instances, new RdpPins(Store.KnownRdpPath, Store.LockPath), Ask);
            var exitCode = await new RdpConnector(Client, trust, Explain).RunAsync(
                new RdpPlan
                {
                    Instance = instance,
                    Address = way.Address,
                    Login = login,
                    HostKeyPolicy = wishes.HostKeyPolicy,
                    FilePath = wishes.FilePath,
                    ClientArguments = wishes.ClientArguments,
                },
                cancel);
            return ConnectionResult.OfRdp(id, login.Account.Text, route, exitCode);
        }
    }
}
