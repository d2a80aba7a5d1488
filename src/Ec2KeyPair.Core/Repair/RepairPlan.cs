namespace Ec2KeyPair.Core.Repair;

/// <summary>What one way of repair would be for one instance.</summary>
public sealed record RepairPlan
{
    /// <summary>The instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its Name tag, made harmless for display; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The way.</summary>
    public required RepairMethod Method { get; init; }

    /// <summary>True when nothing that is known closes it.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>What opens or closes it.</summary>
    public required string Reason { get; init; }

    /// <summary>What would open it; null where it is open, or nothing would.</summary>
    public string? Mend { get; init; }

    /// <summary>True when the instance is stopped in between.</summary>
    public bool StopsInstance { get; init; }

    /// <summary>How long it is away: <c>none</c>, <c>one stop of 2 to 5 minutes</c>.</summary>
    public required string Downtime { get; init; }

    /// <summary>What else it costs, one clause each.</summary>
    public IReadOnlyList<string> Costs { get; init; } = [];

    /// <summary>The IAM actions that the caller needs.</summary>
    public IReadOnlyList<string> IamActions { get; init; } = [];

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
