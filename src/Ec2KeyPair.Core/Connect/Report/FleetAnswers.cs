using System.Collections.Concurrent;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Sessions.Diagnosis;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>
/// AWS's answers about a fleet, each asked for once: agents and status checks for many instances in one request.
/// </summary>
/// <remarks>What is shared outlives who asked first, so it ends with the run and not with the asker's patience.</remarks>
/// <param name="managed">Systems Manager.</param>
/// <param name="health">EC2's status checks.</param>
/// <param name="run">Ends everything.</param>
public sealed class FleetAnswers(IManagedInstanceApi managed, IInstanceHealthApi health, CancellationToken run)
    : IManagedInstanceApi, IInstanceHealthApi
{
    // What DescribeInstanceInformation gives in one page.
    private const int AgentsAtOnce = 50;
    private readonly ConcurrentDictionary<string, Task<IReadOnlyList<ManagedInstance>>> _agents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<IReadOnlyList<InstanceHealth>>> _health = new(StringComparer.Ordinal);

    /// <summary>Starts to ask about these instances; does not wait.</summary>
    public void Begin(IReadOnlyList<string> instanceIds)
    {
        foreach (var slice in Slices(instanceIds, AgentsAtOnce)) Share(_agents, slice, managed.FindAsync(slice, run));
        foreach (var slice in Slices(instanceIds, InstanceHealth.MostAtOnce)) Share(_health, slice, health.FindAsync(slice, run));
    }

    /// <inheritdoc/>
    public async Task<ManagedInstance?> FindAsync(string instanceId, CancellationToken cancel) => _agents.TryGetValue(instanceId, out var asked)
        ? (await asked.ConfigureAwait(false)).FirstOrDefault(agent => agent.InstanceId == instanceId)
        : await managed.FindAsync(instanceId, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    Task<IReadOnlyList<ManagedInstance>> IManagedInstanceApi.FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        managed.FindAsync(instanceIds, cancel);

    /// <inheritdoc/>
    async Task<IReadOnlyList<InstanceHealth>> IInstanceHealthApi.FindAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) =>
        instanceIds.Count == 1 && _health.TryGetValue(instanceIds.First(), out var asked)
            ? (await asked.ConfigureAwait(false)).Where(found => found.InstanceId == instanceIds.First()).ToList()
            : await health.FindAsync(instanceIds, cancel).ConfigureAwait(false);

    private static void Share<T>(ConcurrentDictionary<string, Task<T>> answers, IEnumerable<string> ids, Task<T> asked)
    {
        foreach (var id in ids) answers[id] = asked;
    }

    private static IEnumerable<List<string>> Slices(IReadOnlyList<string> ids, int size)
    {
        for (var at = 0; at < ids.Count; at += size) yield return ids.Skip(at).Take(size).ToList();
    }
}
