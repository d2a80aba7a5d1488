using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Takes results as they come, in any order and from several threads. Each call is awaited: that is the back-pressure.</summary>
public interface IPasswordResetObserver
{
    /// <summary>Asks before anything is done to an instance; false leaves it as it is.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="action">What will be done to it, for a person who has to decide.</param>
    Task<bool> AllowsAsync(Ec2Instance instance, string action);

    /// <summary>A new password is set. Nobody else has it.</summary>
    /// <returns>True when the caller has it now, false when there is no caller any more. Never throws.</returns>
    Task<bool> SetAsync(NewWindowsPassword password);

    /// <summary>One instance failed; the others go on.</summary>
    Task FailedAsync(Ec2KeyPairException error);

    /// <summary>A decision worth telling under -Verbose.</summary>
    Task ExplainAsync(string text);

    /// <summary>Something that the caller should know although all went well.</summary>
    Task WarnAsync(string text);

    /// <summary>How many instances have not answered yet.</summary>
    Task WaitingAsync(int instances);

    /// <summary>How far a runbook has come.</summary>
    Task StepAsync(ResetStep step);

    /// <summary>Asks whether to delete the parameter that still holds a password; null where nobody can answer.</summary>
    Task<bool?> MayDeleteAsync(string parameterName);

    /// <summary>What must be told although the caller has gone away (Ctrl+C); it is said when all has ended. Never throws.</summary>
    void LastWord(string text);
}
