using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>
/// Finds out why there is no session. Session Manager says TargetNotConnected of an instance that is stopped, of one
/// without an agent and of one whose agent has gone silent; each has another mend.
/// </summary>
public sealed class SessionDiagnosis(IInstanceApi instances, IManagedInstanceApi managed)
{
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

        if (found is null) return AgentFaults.NoInstance(target, instances.Region, failure);
        return found.State == "running" ? null : AgentFaults.NotRunning(target, found.State, "sessions", failure);
    }

    private async Task<Ec2KeyPairException?> AgentReasonAsync(Ec2KeyPairException failure, string target, CancellationToken cancel)
    {
        var agent = await managed.FindAsync(target, cancel).ConfigureAwait(false);
        if (agent is null) return AgentFaults.NotRegistered(target, failure);
        return agent.IsOnline ? null : AgentFaults.Silent(agent, failure);
    }
}
