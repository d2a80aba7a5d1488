using System.Security;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>A password that was just set.</summary>
/// <param name="Instance">Where.</param>
/// <param name="UserName">The account's name there: <c>Administrator</c>, <c>Administrateur</c> ...</param>
/// <param name="Password">The password.</param>
public sealed record NewWindowsPassword(Ec2Instance Instance, string UserName, SecureString Password)
{
    /// <summary>From where it can be fetched again: <c>the parameter /EC2Rescue/Passwords/i-...</c>; null when this is the only copy.</summary>
    public string? KeptIn { get; init; }
}
