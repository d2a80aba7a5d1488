namespace Ec2KeyPair.Core.Automation;

/// <summary>How a runbook, or one of its steps, fares (Systems Manager API Reference, AutomationExecutionStatus).</summary>
public enum RunbookStatus
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It is at work.</summary>
    InProgress,

    /// <summary>It waits: for an approval, a time, another runbook.</summary>
    Waiting,

    /// <summary>It is being cancelled.</summary>
    Cancelling,

    /// <summary>It ended well.</summary>
    Success,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}
