using System.Globalization;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>Why an instance takes no orders through its agent, each reason with its mend.</summary>
internal static class AgentFaults
{
    /// <summary>What brings an agent into Systems Manager.</summary>
    internal const string RegisterMend =
        "Give it an instance profile with AmazonSSMManagedInstanceCore, a way to the endpoints ssm, ssmmessages and ec2messages, and the amazon-ssm-agent.";

    /// <summary>What brings an agent back.</summary>
    internal const string ReconnectMend =
        "Restart the amazon-ssm-agent service or the instance; check its instance profile and its way to the endpoint ssmmessages.";

    internal static Ec2KeyPairException NoInstance(string target, string region, Exception? cause = null) => new(
        ErrorCondition.InstanceNotFound,
        $"There is no instance {target} in {region}.",
        target,
        "Check the Region and the account.",
        cause);

    /// <param name="target">The instance.</param>
    /// <param name="state">EC2's name of its state.</param>
    /// <param name="what">What only a running instance takes: <c>sessions</c>, <c>commands</c>.</param>
    /// <param name="cause">What told it, if that was an exception.</param>
    internal static Ec2KeyPairException NotRunning(string target, string state, string what, Exception? cause = null) => new(
        ErrorCondition.InstanceNotRunning,
        $"{target} is {state}: only a running instance takes {what}.",
        target,
        state == "stopped" ? "Start it with Start-EC2Instance." : null,
        cause);

    internal static Ec2KeyPairException NotRegistered(string target, Exception? cause = null) => new(
        ErrorCondition.AgentNotRegistered,
        $"{target} runs, but no agent of it has ever reported to Systems Manager.",
        target,
        RegisterMend,
        cause);

    internal static Ec2KeyPairException Silent(ManagedInstance agent, Exception? cause = null)
    {
        var since = agent.LastPing is { } ping
            ? ping.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
            : "an unknown time";
        return new(
            ErrorCondition.AgentConnectionLost,
            $"{agent.InstanceId} runs, but its agent (version {Printable.Text(agent.AgentVersion)}) has been silent since {since}.",
            agent.InstanceId,
            ReconnectMend,
            cause);
    }
}
