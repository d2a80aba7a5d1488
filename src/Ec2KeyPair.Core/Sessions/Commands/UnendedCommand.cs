using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Sessions.Commands;

/// <summary>The words about a command that was given up, by whatever way it ran.</summary>
internal static class UnendedCommand
{
    /// <summary>How long ending it may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>It took too long.</summary>
    /// <param name="instanceId">Where.</param>
    /// <param name="timeout">What it was given.</param>
    /// <param name="failure">Why it is not sure that nothing of it is left; null when nothing is.</param>
    internal static Ec2KeyPairException TimedOut(string instanceId, TimeSpan timeout, string? failure) => new(
        ErrorCondition.CommandTimedOut,
        $"The command on {instanceId} did not end within {timeout.TotalSeconds:0} s. "
            + (failure is null ? "It was ended, with all that it had started." : $"It may still run: {failure}"),
        instanceId,
        "Give it more time with -TimeoutSec.");

    /// <summary>Nobody waits for it any more, and it could not be ended for sure.</summary>
    internal static string LastWord(string instanceId, string failure) => $"The command on {instanceId} may still run: {failure}";
}
