namespace Ec2KeyPair.Core.Usage;

/// <summary>Instances that belong together and share a key pair.</summary>
public sealed record InstanceGroup
{
    /// <summary>By what they belong together.</summary>
    public required InstanceGroupKind Kind { get; init; }

    /// <summary>The Auto Scaling group's name, or what their Name tags have in common (<c>web</c> of web-01, web-02); empty for the others.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many there are.</summary>
    public int Count { get; init; }

    /// <summary>How many of them run.</summary>
    public int RunningCount { get; init; }

    /// <summary>True when some of an Auto Scaling group came from no launch template: then a launch configuration, which EC2 does not know, names the key pair.</summary>
    public bool HasLaunchConfiguration { get; init; }

    /// <summary>Where an instance belongs.</summary>
    /// <param name="autoScalingGroup">The Auto Scaling group that launched it, or null.</param>
    /// <param name="name">Its Name tag, or null.</param>
    internal static (InstanceGroupKind Kind, string Name) Of(string? autoScalingGroup, string? name) =>
        !string.IsNullOrEmpty(autoScalingGroup) ? (InstanceGroupKind.AutoScalingGroup, autoScalingGroup!)
        : !string.IsNullOrEmpty(name) ? (InstanceGroupKind.NamePrefix, NamePrefix.Of(name!))
        : (InstanceGroupKind.Unnamed, "");

    /// <summary>Name and count: what a list of these shows.</summary>
    public override string ToString() => $"{(Name.Length > 0 ? Text.Printable.Text(Name) : Kind.ToString())} ({Count})";
}

/// <summary>By what instances belong together.</summary>
public enum InstanceGroupKind
{
    /// <summary>An Auto Scaling group launched them.</summary>
    AutoScalingGroup,

    /// <summary>Their Name tags begin alike.</summary>
    NamePrefix,

    /// <summary>They have no Name tag.</summary>
    Unnamed,

    /// <summary>The instances of all groups beyond the number that is kept.</summary>
    Others,
}
