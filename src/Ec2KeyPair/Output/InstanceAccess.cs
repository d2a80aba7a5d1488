using Ec2KeyPair.Core.Access;

namespace Ec2KeyPair.Output;

/// <summary>One check of what stands between this machine and an instance.</summary>
public sealed class InstanceAccess
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its Name tag, made harmless for display; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>What was looked at.</summary>
    public required AccessCheckKind Check { get; init; }

    /// <summary>What it came to.</summary>
    public required AccessVerdict Verdict { get; init; }

    /// <summary>What says so.</summary>
    public required string Evidence { get; init; }

    /// <summary>What to do about it; null where nothing is to be done.</summary>
    public string? Mend { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;

    internal static InstanceAccess Of(Core.Ec2.Ec2Instance instance, AccessCheck check) => new()
    {
        InstanceId = instance.InstanceId,
        Name = instance.Name is { } name ? Core.Text.Printable.Text(name) : null,
        Check = check.Kind,
        Verdict = check.Verdict,
        Evidence = check.Evidence,
        Mend = check.Mend,
    };
}
