using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.RunCommand;

/// <summary>
/// Looks beforehand which instances can take a command. SendCommand refuses all of its instances when one of them is
/// not managed, and waits for the others whose agent is silent until they time out.
/// </summary>
public sealed class CommandTargets(IManagedInstanceApi managed, IInstanceApi instances)
{
    /// <summary>Tells those that are ready from those that are not, with the reason of each.</summary>
    /// <returns>The ready ones, the failures, and a note when the caller may not look: then all count as ready.</returns>
    /// <exception cref="Ec2KeyPairException">An Aws condition.</exception>
    internal async Task<(IReadOnlyList<string> Ready, IReadOnlyList<CommandOutcome> NotReady, string? Note)> LookAsync(
        IReadOnlyCollection<string> instanceIds, CancellationToken cancel)
    {
        Dictionary<string, ManagedInstance> agents;
        try
        {
            agents = (await managed.FindAsync(instanceIds, cancel).ConfigureAwait(false))
                .GroupBy(agent => agent.InstanceId, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsAccessDenied)
        {
            return (instanceIds.ToList(), [], $"The agents can't be looked at before the command is sent. {e.Message}");
        }

        var isOnline = instanceIds.ToLookup(id => agents.TryGetValue(id, out var agent) && agent.IsOnline);
        var silent = isOnline[false].ToList();
        var states = await StatesAsync(silent, cancel).ConfigureAwait(false);
        return (isOnline[true].ToList(), silent.ConvertAll(id => NotReady(id, agents, states)), null);
    }

    private CommandOutcome NotReady(string id, Dictionary<string, ManagedInstance> agents, Dictionary<string, string>? states) =>
        new(id) { Failure = Reason(id, agents, states) };

    private Ec2KeyPairException Reason(string id, Dictionary<string, ManagedInstance> agents, Dictionary<string, string>? states)
    {
        if (states is not null && !SessionTarget.IsManagedNode(id))
        {
            if (!states.TryGetValue(id, out var state)) return AgentFaults.NoInstance(id, instances.Region);
            if (state != "running") return AgentFaults.NotRunning(id, state, "commands");
        }

        return agents.TryGetValue(id, out var agent) ? AgentFaults.Silent(agent) : AgentFaults.NotRegistered(id);
    }

    /// <summary>The states of the instances; null when the caller may not look.</summary>
    private async Task<Dictionary<string, string>?> StatesAsync(List<string> ids, CancellationToken cancel)
    {
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        var inEc2 = ids.Where(id => !SessionTarget.IsManagedNode(id)).ToList();
        try
        {
            for (var at = 0; at < inEc2.Count; at += InstanceFilter.MaximumValues)
            {
                var slice = inEc2.GetRange(at, Math.Min(InstanceFilter.MaximumValues, inEc2.Count - at));
                await foreach (var instance in instances.FindAsync([new InstanceFilter("instance-id", slice)], cancel).ConfigureAwait(false))
                {
                    states[instance.InstanceId] = instance.State;
                }
            }

            return states;
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsAccessDenied)
        {
            return null;
        }
    }
}
