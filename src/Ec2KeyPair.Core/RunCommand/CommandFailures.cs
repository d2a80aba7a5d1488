using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.RunCommand;

/// <summary>Why a command did not succeed on an instance.</summary>
internal static class CommandFailures
{
    private const string Online = "Look whether its agent is online (Get-SSMInstanceInformation), and try again.";

    /// <summary>The failure that a final status stands for; null for success.</summary>
    internal static Ec2KeyPairException? Of(CommandInvocation invocation, SentCommand sent)
    {
        var id = invocation.InstanceId;
        return invocation.Status switch
        {
            CommandStatus.Success => null,
            CommandStatus.DeliveryTimedOut => Failed(id, sent, "was not fetched by the agent in time: it did not run.", Online),
            CommandStatus.Undeliverable => Failed(id, sent, "could not be delivered to the agent: it did not run.", Online),
            CommandStatus.Terminated => Failed(id, sent, "was not sent, because it had failed on other instances.", "Try again with this instance alone."),
            CommandStatus.ExecutionTimedOut => Failed(id, sent, "ran for longer than it may, and was ended.", null),
            CommandStatus.Cancelled => Failed(id, sent, "was cancelled before its end.", null),
            _ => Failed(id, sent, $"failed{ExitCode(invocation)}{LastWords(invocation)}", null),
        };
    }

    /// <summary>The command had not ended when nobody would wait for it any longer.</summary>
    internal static Ec2KeyPairException NotEnded(string instanceId, SentCommand sent, TimeSpan timeout) => Failed(
        instanceId, sent, $"did not end within {timeout.TotalSeconds:0} s, and was cancelled.", "Give it more time with -TimeoutSec.");

    /// <summary>The caller went away before the command had ended.</summary>
    internal static Ec2KeyPairException GivenUp(string instanceId, SentCommand sent) =>
        Failed(instanceId, sent, "had not ended when it was given up; it was cancelled.", null);

    /// <summary>It was sent, but what became of it can't be read.</summary>
    internal static Ec2KeyPairException Unreadable(string instanceId, SentCommand sent, Ec2KeyPairException cause) => new(
        cause.Condition,
        $"The command {sent.CommandId} was sent to {instanceId}, but what became of it can't be read: {cause.Message}",
        instanceId,
        cause.Mend,
        cause);

    /// <summary>The request to send broke off in a way that does not tell whether AWS took it.</summary>
    internal static Ec2KeyPairException PerhapsSent(string instanceId, Ec2KeyPairException cause) => new(
        cause.Condition,
        $"Whether the command was sent to {instanceId} is unknown: {cause.Message}",
        instanceId,
        cause.Mend,
        cause);

    /// <summary>The caller went away while it was being sent, and AWS did not answer in the time that was left.</summary>
    internal static Ec2KeyPairException PerhapsSent(string instanceId) => new(
        ErrorCondition.RunCommandFailed, $"Whether the command was sent to {instanceId} is unknown: it was given up at that very moment.", instanceId);

    /// <summary>AWS said beforehand that it has no such managed instance.</summary>
    internal static Ec2KeyPairException NotManaged(string instanceId, string region) => new(
        ErrorCondition.AgentNotRegistered,
        $"Systems Manager in {region} takes no commands for {instanceId} (InvalidInstanceId): it does not run, or no agent of it reports.",
        instanceId,
        "Start the instance; give it an instance profile with AmazonSSMManagedInstanceCore and the amazon-ssm-agent.");

    private static Ec2KeyPairException Failed(string instanceId, SentCommand sent, string what, string? mend) =>
        new(ErrorCondition.RunCommandFailed, $"The command {sent.CommandId} on {instanceId} {what}", instanceId, mend);

    private static string ExitCode(CommandInvocation invocation) => invocation.ExitCode is { } code and not 0 ? $" with exit code {code}" : "";

    // The end of the error output says most; it is the instance's own text.
    private static string LastWords(CommandInvocation invocation)
    {
        var text = invocation.ErrorOutput.Trim();
        if (text.Length == 0) return ".";
        var lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return $": {Printable.Text(lines[0].Trim())}";
    }
}
