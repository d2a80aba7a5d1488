using System.Security;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>As whom to log on.</summary>
/// <param name="Account">The account.</param>
/// <param name="Password">Its password; whoever made it disposes it.</param>
/// <param name="Evidence">Where both are from, one clause for -Verbose.</param>
public sealed record RdpLogin(RdpAccount Account, SecureString Password, string Evidence)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Account.Text;
}
