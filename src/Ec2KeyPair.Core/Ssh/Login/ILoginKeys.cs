using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>Finds what to log in to instances with.</summary>
public interface ILoginKeys
{
    /// <summary>The keys to offer to the instance; never none.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">
    /// PrivateKeyNotFound, PassphraseRequired, PassphraseIncorrect, a key file condition, or an Aws condition.
    /// </exception>
    Task<LoginKeySet> FindAsync(Ec2Instance instance, CancellationToken cancel);
}
