using System.Globalization;
using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Diagnosis;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>Through Session Manager. Clients are pointed at a local port, which is known only when the session is open.</summary>
public sealed class SessionManagerRoute : IRoute
{
    private const string Local = "127.0.0.1";

    /// <inheritdoc/>
    public ConnectionRoute Kind => ConnectionRoute.SessionManager;

    /// <inheritdoc/>
    // Whether the agent is there, StartSession says better than anything that could be asked before.
    public Task<RouteAnswer> TakeAsync(Ec2Instance instance, int port, CancellationToken cancel) =>
        Task.FromResult(new RouteAnswer(Kind, AccessVerdict.Passed, Local, "by way of its agent"));

    /// <inheritdoc/>
    public async Task<RouteAnswer> LookAsync(Surroundings surroundings, CancellationToken cancel)
    {
        var look = await surroundings.Agent.ConfigureAwait(false);
        var check = look.IsKnown ? Judge(surroundings, look.Value) : Unknown(look);
        // What is not known may still work: it is tried when nothing better is left.
        return new RouteAnswer(
            Kind, check.Verdict, check.Verdict == AccessVerdict.Failed ? null : Local, check.Verdict == AccessVerdict.Passed ? "by way of its agent, which is online" : check.Evidence)
        {
            Checks = [check],
            IsHasty = look.IsLate,
        };
    }

    private static AccessCheck Unknown(Look<ManagedInstance?> look) => new(
        AccessCheckKind.Agent, AccessVerdict.Unknown, "whether its agent is online is not known: " + look.Why, look.Mend);

    private static AccessCheck Judge(Surroundings surroundings, ManagedInstance? agent)
    {
        if (agent is null)
        {
            return Failed("no agent of it has ever reported to Systems Manager", AgentFaults.RegisterMend);
        }

        var version = Printable.Text(agent.AgentVersion);
        if (!agent.IsOnline)
        {
            var since = agent.LastPing?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "an unknown time";
            return Failed($"its agent (version {version}) has been silent since {since}", AgentFaults.ReconnectMend);
        }

        var request = SessionRequest.Ssh(surroundings.Instance.InstanceId, surroundings.Port);
        return AgentRequirement.Unmet(request, agent.AgentVersion) is { } tooOld
            ? Failed($"its agent (version {version}) is too old for port sessions", tooOld.Mend)
            : new(AccessCheckKind.Agent, AccessVerdict.Passed, $"its agent (version {version}) is online");
    }

    private static AccessCheck Failed(string evidence, string? mend) => new(AccessCheckKind.Agent, AccessVerdict.Failed, evidence, mend);
}
