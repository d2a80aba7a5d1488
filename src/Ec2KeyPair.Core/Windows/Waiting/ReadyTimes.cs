using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>What was learned from instances that are done about others of the same image.</summary>
internal sealed class ReadyTimes
{
    // So many without an agent, and none with one, and the image is taken to have none that reports.
    private const int Convincing = 3;
    private readonly Dictionary<string, Learned> _byImage = new(StringComparer.Ordinal);

    /// <summary>An instance was found ready.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="age">How long after its start, null when that is not known.</param>
    /// <param name="byAgent">True when its agent had told so.</param>
    internal void Learn(Ec2Instance instance, TimeSpan? age, bool byAgent)
    {
        var known = Of(instance) ?? new Learned(null, 0, 0);
        var earliest = known.Earliest is { } before && !(age < before) ? before : age;
        _byImage[instance.ImageId ?? ""] = new Learned(earliest, known.ByAgent + (byAgent ? 1 : 0), known.Without + (byAgent ? 0 : 1));
    }

    /// <summary>True when others of its image were ready at this age.</summary>
    internal bool IsExpected(Ec2Instance instance, TimeSpan? age) => Of(instance)?.Earliest is { } earliest && age >= earliest;

    /// <summary>False when others of its image became ready and no agent told so.</summary>
    internal bool AgentTells(Ec2Instance instance) => Of(instance) is not { ByAgent: 0, Without: >= Convincing };

    /// <summary>True when others of its image became ready and their agents told so.</summary>
    internal bool AgentsAreHeard(Ec2Instance instance) => Of(instance) is { ByAgent: > 0 };

    private Learned? Of(Ec2Instance instance) => _byImage.TryGetValue(instance.ImageId ?? "", out var learned) ? learned : null;

    private sealed record Learned(TimeSpan? Earliest, int ByAgent, int Without);
}
