using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Repair;

/// <summary>Writes a public key into an account's authorized_keys on a running instance.</summary>
public interface IKeyInstaller
{
    /// <summary>Lets the key in; one that is let in already is fine.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">Why it was not written.</exception>
    Task InstallAsync(Ec2Instance instance, string userName, PublicKey key, CancellationToken cancel);
}
