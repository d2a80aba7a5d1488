namespace Ec2KeyPair.Core.RunCommand;

/// <summary>What follows from a status.</summary>
public static class CommandStatusExtensions
{
    /// <summary>True when it will not change any more.</summary>
    public static bool IsFinal(this CommandStatus status) => status
        is not (CommandStatus.Pending or CommandStatus.Delayed or CommandStatus.InProgress or CommandStatus.Cancelling);

    /// <summary>True when it can't be told from the status alone that nothing of the command ran.</summary>
    public static bool MayHaveRun(this CommandStatus status) => status
        is not (CommandStatus.DeliveryTimedOut or CommandStatus.Undeliverable or CommandStatus.Terminated);
}
