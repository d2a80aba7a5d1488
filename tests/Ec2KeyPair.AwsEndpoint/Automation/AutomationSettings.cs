namespace Ec2KeyPair.AwsEndpoint.Automation;

/// <summary>How Automation behaves, for executions that are started from now on.</summary>
public sealed class AutomationSettings
{
    /// <summary>How long each step takes, besides what it waits for: an instance that stops or starts takes its own time.</summary>
    public TimeSpan StepDelay { get; set; }

    /// <summary>The step that fails, of the runbook or of the workflow it starts, e.g. createPreEC2RescueBackup. Null: none.</summary>
    public string? FailingStep { get; set; }

    /// <summary>Executions at a time; AWS allows 100 unless asked for more.</summary>
    public int ExecutionLimit { get; set; } = 100;
}
