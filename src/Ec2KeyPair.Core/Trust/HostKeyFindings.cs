using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Trust;

/// <summary>What was found out about an instance's host keys.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Keys">The keys, in the order of the sources.</param>
/// <param name="Failures">Why a source told nothing, one for each that did not.</param>
public sealed record HostKeyFindings(
    string InstanceId, IReadOnlyList<InstanceHostKey> Keys, IReadOnlyList<Ec2KeyPairException> Failures)
{
    /// <summary>The error for an instance of which no source tells anything; null when one does.</summary>
    public Ec2KeyPairException? Error => Keys.Count > 0 ? null
        : Failures.Count == 1 ? Failures[0]
        : HostKeyErrors.Unknown(InstanceId, string.Join("; ", Failures.Select(failure => HostKeyErrors.WhyUnknown(failure, InstanceId))), Failures.FirstOrDefault());
}
