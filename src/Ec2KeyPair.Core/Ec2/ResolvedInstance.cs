using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Ec2;

/// <summary>The answer to one name: the instance, or why there is none.</summary>
/// <param name="Identity">What was asked for.</param>
/// <param name="Instance">The instance, or null.</param>
/// <param name="Error">InstanceNotFound or InstanceAmbiguous, or null.</param>
public sealed record ResolvedInstance(string Identity, Ec2Instance? Instance, Ec2KeyPairException? Error)
{
    /// <summary>The same failure with what was asked for as its target, so that a script finds its own input in it.</summary>
    internal Ec2KeyPairException AsTarget(Ec2KeyPairException failure) => Identity.Equals(failure.Subject)
        ? failure
        : new Ec2KeyPairException(failure.Condition, $"{Text.Printable.Text(Identity)}: {failure.Message}", Identity, failure.Mend, failure);
}
