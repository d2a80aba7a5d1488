using System.Security;

namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>As whom to log on. Disposing it zeroes the password.</summary>
/// <param name="Account">The account.</param>
/// <param name="Password">Its password, which is this login's own.</param>
/// <param name="Evidence">Where both are from, one clause for -Verbose.</param>
public sealed record RdpLogin(RdpAccount Account, SecureString Password, string Evidence) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Password.Dispose();

    /// <summary>Never the password.</summary>
    public override string ToString() => Account.Text;
}
