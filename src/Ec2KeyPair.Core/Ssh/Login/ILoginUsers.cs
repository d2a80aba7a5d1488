using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>Finds the accounts to log in to instances as.</summary>
public interface ILoginUsers
{
    /// <summary>The account, or the likeliest one.</summary>
    /// <exception cref="Errors.Ec2KeyPairException">An Aws condition.</exception>
    Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel);

    /// <summary>Another account that the instance may have, once this one was refused; null when there is none to suggest.</summary>
    Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel);
}
