namespace Ec2KeyPair.Core.RunCommand;

/// <summary>How a command fares on one instance (Systems Manager User Guide, "Understanding command statuses").</summary>
public enum CommandStatus
{
    /// <summary>It has not been sent to the instance yet.</summary>
    Pending,

    /// <summary>It could not be sent to the instance, and will be tried again.</summary>
    Delayed,

    /// <summary>The agent has it.</summary>
    InProgress,

    /// <summary>It is being cancelled.</summary>
    Cancelling,

    /// <summary>It ended with exit code 0.</summary>
    Success,

    /// <summary>It ended with another exit code, or could not be started.</summary>
    Failed,

    /// <summary>It was cancelled; it may have run in part.</summary>
    Cancelled,

    /// <summary>The agent did not fetch it in time: it never ran.</summary>
    DeliveryTimedOut,

    /// <summary>It ran for longer than it may, and was ended.</summary>
    ExecutionTimedOut,

    /// <summary>The agent can't be reached: it never ran.</summary>
    Undeliverable,

    /// <summary>Systems Manager did not send it, because too many other instances failed: it never ran.</summary>
    Terminated,
}
