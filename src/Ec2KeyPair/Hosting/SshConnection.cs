using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Hosting;

/// <summary>A way to an instance's SSH server, as a plan says: straight, through an Instance Connect Endpoint, or through a session.</summary>
internal static class SshConnection
{
    /// <summary>Opens the way, uses it for one connection, and closes it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ways">Opens the way where it is not straight.</param>
    /// <param name="use">Connects to this address and port.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Core.Errors.Ec2KeyPairException">Why the way can't be opened, or what <paramref name="use"/> throws.</exception>
    internal static Task<T> ReachAsync<T>(ConnectionPlan plan, InstanceWays ways, Func<string, int, Task<T>> use, CancellationToken cancel) =>
        plan.Route.Endpoint is { } endpoint ? ThroughEndpointAsync(plan, endpoint, ways, use, cancel)
        : plan.Route.Kind == ConnectionRoute.SessionManager ? ThroughSessionAsync(plan, ways, use, cancel)
        : use(plan.Ssh.Address, plan.Ssh.Port);

    private static async Task<T> ThroughSessionAsync<T>(ConnectionPlan plan, InstanceWays ways, Func<string, int, Task<T>> use, CancellationToken cancel)
    {
        var request = SessionRequest.Ssh(plan.Instance.InstanceId, plan.Ssh.Port, ways.Reason);
        var relay = await SshRelay.OpenAsync(ways.Sessions(), request, cancel);
        await using (relay)
        {
            return await use(plan.Ssh.Address, relay.Port);
        }
    }

    private static async Task<T> ThroughEndpointAsync<T>(
        ConnectionPlan plan, EndpointTarget endpoint, InstanceWays ways, Func<string, int, Task<T>> use, CancellationToken cancel)
    {
        var relay = await EndpointSshRelay.OpenAsync(ways.Endpoints(), endpoint, cancel);
        using var ended = new CancellationTokenSource();
        var notice = DurationNotice.WarnInTimeAsync(endpoint, ways.Observer, SystemClock.Instance, ended.Token);
        await using (relay)
        {
            try
            {
                return await use(plan.Ssh.Address, relay.Port);
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
