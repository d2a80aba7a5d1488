using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;

namespace Ec2KeyPair.Hosting;

/// <summary>Runs the system's ssh as a plan says, through a session where the route is one.</summary>
internal static class SshConnection
{
    /// <returns>ssh's exit code.</returns>
    /// <exception cref="Core.Errors.Ec2KeyPairException">SshClientNotFound, ArgumentUnsafe, or why there is no session.</exception>
    internal static async Task<int> RunAsync(
        string program, ConnectionPlan plan, Func<SessionService> sessions, string? reason, CancellationToken cancel)
    {
        if (plan.Route.Kind != ConnectionRoute.SessionManager)
        {
            return await ForegroundProcess.RunAsync(program, plan.Ssh.ToArguments(), cancel);
        }

        var request = SessionRequest.Ssh(plan.Instance.InstanceId, plan.Ssh.Port, reason);
        var relay = await SshRelay.OpenAsync(sessions(), request, cancel);
        await using (relay)
        {
            return await ForegroundProcess.RunAsync(program, (plan.Ssh with { Port = relay.Port }).ToArguments(), cancel);
        }
    }
}
