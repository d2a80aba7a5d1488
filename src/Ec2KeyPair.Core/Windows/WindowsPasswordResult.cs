using System.Security;

namespace Ec2KeyPair.Core.Windows;

/// <summary>A decrypted first password.</summary>
/// <param name="InstanceId">Of the instance; null for password data that came without one.</param>
/// <param name="UserName">The administrator's account name, localized as the instance printed it.</param>
/// <param name="Password">The password that EC2Launch set at first boot; a later change is not reflected by EC2.</param>
/// <param name="KeyName">The launch key.</param>
/// <param name="LaunchTime">In UTC.</param>
/// <param name="RdpCertificateThumbprint">SHA-1 of the RDP certificate from the console output, or null.</param>
public sealed record WindowsPasswordResult(
    string? InstanceId, string UserName, SecureString Password, string KeyName, DateTime? LaunchTime, string? RdpCertificateThumbprint)
{
    /// <summary>The account name in English and most other languages, where the console output does not tell.</summary>
    public const string UsualUserName = "Administrator";

    /// <summary>Name of the RDP certificate from the console output, <c>EC2AMAZ-9FJG5CC</c>, or null.</summary>
    public string? RdpCertificateSubject { get; init; }

    /// <summary>True when the console output says that Windows is ready to use, false when it shows that it is still starting, null when it does not tell.</summary>
    public bool? IsReady { get; init; }

    /// <summary>That this password is out of date; null when nothing says so.</summary>
    public PasswordReset? Reset { get; init; }
}
