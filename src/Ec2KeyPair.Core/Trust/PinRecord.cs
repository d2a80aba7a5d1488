namespace Ec2KeyPair.Core.Trust;

/// <summary>A key that was to be pinned, and what came of it.</summary>
/// <param name="InstanceId">The instance, under whose id it stands in the file.</param>
/// <param name="KeyType">The SSH name of the type, <c>ssh-ed25519</c>.</param>
/// <param name="Fingerprint">As <c>ssh-keygen -l</c> prints it.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Path">The known_hosts file.</param>
public sealed record PinRecord(string InstanceId, string KeyType, string Fingerprint, PinOutcome Outcome, string Path)
{
    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
