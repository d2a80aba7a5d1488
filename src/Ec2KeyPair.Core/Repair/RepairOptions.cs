namespace Ec2KeyPair.Core.Repair;

/// <summary>How instances are repaired.</summary>
public sealed record RepairOptions
{
    /// <summary>By which way; null for the least harmful one that is open.</summary>
    public RepairMethod? Method { get; init; }

    /// <summary>Only tell the ways.</summary>
    public bool IsPlanOnly { get; init; }

    /// <summary>Without a method given: whether one that stops the instance may be chosen.</summary>
    public bool AcceptsDowntime { get; init; }

    /// <summary>The new key's name in the store; null for one of its own for each instance.</summary>
    public string? KeyName { get; init; }

    /// <summary>The account; null to find out.</summary>
    public string? UserName { get; init; }

    /// <summary>TCP port of the SSH servers; null for what each instance's tag says, or 22.</summary>
    public int? Port { get; init; }

    /// <summary>How long one wait may take: for an instance to stop, for cloud-init, for the helper, for a login after a start.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the runbook may take.</summary>
    public TimeSpan RunbookTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Instances at work at once.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>The helper's type.</summary>
    public string HelperInstanceType { get; init; } = "t3.micro";

    /// <summary>The helper's image; null for the latest Amazon Linux 2023 (x86_64).</summary>
    public string? HelperImageId { get; init; }

    /// <summary>More parameters for the runbook, by name.</summary>
    public IReadOnlyDictionary<string, string> AutomationParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The name that the new key of an instance gets.</summary>
    internal string KeyNameFor(string instanceId) => KeyName ?? $"{instanceId}-repaired";
}
