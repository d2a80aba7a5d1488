namespace Ec2KeyPair.Core.RunCommand;

/// <summary>Takes what becomes of a command. Calls come from several batches at once; each is awaited: that is the back-pressure.</summary>
public interface ICommandObserver
{
    /// <summary>These instances are done, well or not; an instance is told once.</summary>
    Task EndedAsync(IReadOnlyList<CommandOutcome> outcomes);

    /// <summary>
    /// The caller cancelled: what was known of these instances when the command was given up. Some may have ended
    /// well; of others nobody knows. After this no more is told.
    /// </summary>
    Task LeftAsync(IReadOnlyList<CommandOutcome> outcomes);

    /// <summary>The state of things, at every look: how many instances a batch has, and how many of them are still open.</summary>
    Task PendingAsync(SentCommand sent, int instances, int open);

    /// <summary>A decision worth telling under -Verbose.</summary>
    Task ExplainAsync(string text);
}
