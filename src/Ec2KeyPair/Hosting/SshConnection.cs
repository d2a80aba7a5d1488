using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;

namespace Ec2KeyPair.Hosting;

/// <summary>A way to an instance's SSH server, as a plan says: straight, or through a session.</summary>
internal static class SshConnection
{
    /// <summary>Opens the way, uses it for one connection, and closes it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sessions">Opens sessions, where the route is one.</param>
    /// <param name="reason">Text for the account's session history.</param>
    /// <param name="use">Connects to this address and port.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Core.Errors.Ec2KeyPairException">Why there is no session, or what <paramref name="use"/> throws.</exception>
    internal static async Task<T> ReachAsync<T>(
        ConnectionPlan plan, Func<SessionService> sessions, string? reason, Func<string, int, Task<T>> use, CancellationToken cancel)
    {
        if (plan.Route.Kind != ConnectionRoute.SessionManager) return await use(plan.Ssh.Address, plan.Ssh.Port);

        var request = SessionRequest.Ssh(plan.Instance.InstanceId, plan.Ssh.Port, reason);
        var relay = await SshRelay.OpenAsync(sessions(), request, cancel);
        await using (relay)
        {
            return await use(plan.Ssh.Address, relay.Port);
        }
    }
}
