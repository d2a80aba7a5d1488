using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>One way of setting new passwords.</summary>
public interface IPasswordReset
{
    /// <summary>What it does to an instance, for a person who has to decide: one sentence without a full stop.</summary>
    string ActionOn(Ec2Instance instance);

    /// <summary>Sets new passwords; results and failures go to the observer.</summary>
    /// <param name="targets">Windows instances, each once.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <exception cref="Errors.Ec2KeyPairException">Only what makes every instance pointless: no credentials, no such endpoint.</exception>
    Task ResetAsync(IReadOnlyList<ResolvedInstance> targets, CancellationToken cancel);
}
