using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Usage;

/// <summary>Counts the instances of one key pair. Its size does not grow with their number.</summary>
internal sealed class UsageTally
{
    /// <summary>How many Auto Scaling groups are kept: each is something that breaks.</summary>
    internal const int MostScalingGroups = 2000;

    private const int MostOtherGroups = 200;
    private const int MostTemplates = 20;
    private readonly Dictionary<(InstanceGroupKind Kind, string Name), Group> _groups = [];
    private readonly List<InstanceUsage> _sample = [];
    private int _scalingGroups;

    internal int Count { get; private set; }

    internal int Running { get; private set; }

    internal int Windows { get; private set; }

    internal DateTime? Oldest { get; private set; }

    internal DateTime? Newest { get; private set; }

    internal IReadOnlyList<InstanceUsage> Sample => _sample;

    internal IEnumerable<Group> All => _groups.Values;

    /// <summary>True when there are more Auto Scaling groups than are kept.</summary>
    internal bool HasMoreScalingGroups { get; private set; }

    /// <summary>The groups, the largest first, the others last.</summary>
    internal IReadOnlyList<InstanceGroup> Groups => _groups.Values
        .OrderBy(group => group.Kind == InstanceGroupKind.Others)
        .ThenByDescending(group => group.Count)
        .ThenBy(group => group.Name, StringComparer.Ordinal)
        .Select(group => group.ToRecord())
        .ToList();

    internal void Add(UsagePlace place, LaunchedInstance instance)
    {
        Count++;
        var runs = instance.State is "running" or "pending";
        if (runs) Running++;
        if (instance.IsWindows) Windows++;
        if (instance.LaunchTime is { } time)
        {
            if (Oldest is null || time < Oldest) Oldest = time;
            if (Newest is null || time > Newest) Newest = time;
        }

        if (_sample.Count < KeyPairUsage.MostInstances) _sample.Add(InstanceUsage.Of(place, instance));
        GroupOf(instance).Add(instance, runs);
    }

    private Group GroupOf(LaunchedInstance instance)
    {
        var key = InstanceGroup.Of(instance.AutoScalingGroupName, instance.Name);
        if (_groups.TryGetValue(key, out var group)) return group;
        var isScaling = key.Kind == InstanceGroupKind.AutoScalingGroup;
        if (isScaling ? _scalingGroups >= MostScalingGroups : _groups.Count - _scalingGroups >= MostOtherGroups)
        {
            HasMoreScalingGroups |= isScaling;
            key = (InstanceGroupKind.Others, "");
            if (_groups.TryGetValue(key, out group)) return group;
        }

        if (key.Kind == InstanceGroupKind.AutoScalingGroup) _scalingGroups++;
        return _groups[key] = new Group(key.Kind, key.Name);
    }

    /// <summary>Instances that belong together, while they are counted.</summary>
    internal sealed class Group(InstanceGroupKind kind, string name)
    {
        private readonly HashSet<string> _templates = new(StringComparer.Ordinal);
        private int _running;

        internal InstanceGroupKind Kind => kind;

        internal string Name => name;

        internal int Count { get; private set; }

        internal bool HasLaunchConfiguration { get; private set; }

        /// <summary>The launch templates that its instances came from, at most 20.</summary>
        internal IReadOnlyCollection<string> TemplateIds => _templates;

        internal void Add(LaunchedInstance instance, bool runs)
        {
            Count++;
            if (runs) _running++;
            if (kind != InstanceGroupKind.AutoScalingGroup) return;
            if (instance.LaunchTemplateId is null) HasLaunchConfiguration = true;
            else if (_templates.Count < MostTemplates) _templates.Add(instance.LaunchTemplateId);
        }

        internal InstanceGroup ToRecord() => new()
        {
            Kind = kind,
            Name = name,
            Count = Count,
            RunningCount = _running,
            HasLaunchConfiguration = HasLaunchConfiguration,
        };
    }
}
