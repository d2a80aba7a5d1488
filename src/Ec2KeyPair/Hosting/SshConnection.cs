using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Hosting;

/// <summary>A way to an instance's SSH server, as a route says: straight, through an Instance Connect Endpoint, or through a session.</summary>
internal static class SshConnection
{
    /// <summary>Opens the way, uses it for one connection, and closes it.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="route">The way that was chosen.</param>
    /// <param name="port">TCP port of the SSH server.</param>
    /// <param name="ways">Opens the way where it is not straight.</param>
    /// <param name="use">Connects to this address and port.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Core.Errors.Ec2KeyPairException">Why the way can't be opened, or what <paramref name="use"/> throws.</exception>
    internal static Task<T> ReachAsync<T>(
        Ec2Instance instance, RouteAnswer route, int port, InstanceWays ways, Func<string, int, Task<T>> use, CancellationToken cancel) =>
        route.Endpoint is { } endpoint ? ThroughEndpointAsync(route, endpoint, ways, use, cancel)
        : route.Kind == ConnectionRoute.SessionManager ? ThroughSessionAsync(instance, route, port, ways, use, cancel)
        : use(route.Address!, port);

    private static async Task<T> ThroughSessionAsync<T>(
        Ec2Instance instance, RouteAnswer route, int port, InstanceWays ways, Func<string, int, Task<T>> use, CancellationToken cancel)
    {
        var request = SessionRequest.Ssh(instance.InstanceId, port, ways.Reason);
        var relay = await SshRelay.OpenAsync(ways.Sessions(), request, cancel);
        await using (relay)
        {
            return await use(route.Address!, relay.Port);
        }
    }

    private static async Task<T> ThroughEndpointAsync<T>(
        RouteAnswer route, EndpointTarget endpoint, InstanceWays ways, Func<string, int, Task<T>> use, CancellationToken cancel)
    {
        var relay = await EndpointSshRelay.OpenAsync(ways.Endpoints(), endpoint, cancel);
        using var ended = new CancellationTokenSource();
        var notice = DurationNotice.WarnInTimeAsync(endpoint, ways.Observer, SystemClock.Instance, ended.Token);
        await using (relay)
        {
            try
            {
                return await use(route.Address!, relay.Port);
            }
            finally
            {
                ended.Cancel();
                await notice;
                // ssh only sees that the connection ended; the service said why.
                if (relay.Failure is { } failure) ways.Observer.Warn(failure.Message);
            }
        }
    }
}
