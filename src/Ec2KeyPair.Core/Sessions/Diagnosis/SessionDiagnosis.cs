using System.Globalization;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>
/// Finds out why there is no session. Session Manager says TargetNotConnected of an instance that is stopped, of one
/// without an agent and of one whose agent has gone silent; each has another mend.
/// </summary>
public sealed class SessionDiagnosis(IInstanceApi instances, IManagedInstanceApi managed)
{
    /// <summary>What brings an agent into Systems Manager.</summary>
    internal const string RegisterMend =
        "Give it an instance profile with AmazonSSMManagedInstanceCore, a way to the endpoints ssm, ssmmessages and ec2messages, and the amazon-ssm-agent.";

    /// <summary>What brings an agent back.</summary>
    internal const string ReconnectMend =
        "Restart the amazon-ssm-agent service or the instance; check its instance profile and its way to the endpoint ssmmessages.";

    /// <summary>The failure with its reason, where one can be found; else the failure as it is.</summary>
    public async Task<Ec2KeyPairException> ExplainAsync(Ec2KeyPairException failure, SessionRequest request, CancellationToken cancel)
    {
        try
        {
            if (failure.Condition == ErrorCondition.SessionFailed)
            {
                var agent = await managed.FindAsync(request.Target, cancel).ConfigureAwait(false);
                return AgentRequirement.Unmet(request, agent?.AgentVersion ?? "") ?? failure;
            }

            return (SessionTarget.IsManagedNode(request.Target)
                    ? null
                    : await InstanceReasonAsync(failure, request.Target, cancel).ConfigureAwait(false))
                ?? await AgentReasonAsync(failure, request.Target, cancel).ConfigureAwait(false)
                ?? failure;
        }
        catch (Ec2KeyPairException e)
        {
            if (failure.Condition == ErrorCondition.SessionFailed) return failure;
            return new Ec2KeyPairException(
                failure.Condition,
                $"{failure.Message} Why could not be found out: {e.Message}",
                request.Target,
                "Check that the instance runs and that its agent is online, or let the caller look: ec2:DescribeInstances, ssm:DescribeInstanceInformation.",
                failure);
        }
    }

    private async Task<Ec2KeyPairException?> InstanceReasonAsync(Ec2KeyPairException failure, string target, CancellationToken cancel)
    {
        Ec2Instance? found = null;
        await foreach (var instance in instances.FindAsync([new InstanceFilter("instance-id", [target])], cancel).ConfigureAwait(false))
        {
            found = instance;
        }

        if (found is null)
        {
            return new(
                ErrorCondition.InstanceNotFound,
                $"There is no instance {target} in {instances.Region}.",
                target,
                "Check the Region and the account.",
                failure);
        }

        return found.State == "running" ? null : new(
            ErrorCondition.InstanceNotRunning,
            $"{target} is {found.State}: only a running instance takes sessions.",
            target,
            found.State == "stopped" ? "Start it with Start-EC2Instance." : null,
            failure);
    }

    private async Task<Ec2KeyPairException?> AgentReasonAsync(Ec2KeyPairException failure, string target, CancellationToken cancel)
    {
        if (await managed.FindAsync(target, cancel).ConfigureAwait(false) is not { } agent)
        {
            return new(
                ErrorCondition.AgentNotRegistered,
                $"{target} runs, but no agent of it has ever reported to Systems Manager.",
                target,
                RegisterMend,
                failure);
        }

        if (agent.IsOnline) return null;
        var since = agent.LastPing is { } ping
            ? ping.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
            : "an unknown time";
        return new(
            ErrorCondition.AgentConnectionLost,
            $"{target} runs, but its agent (version {Printable.Text(agent.AgentVersion)}) has been silent since {since}.",
            target,
            ReconnectMend,
            failure);
    }
}
