using System.Security;

namespace Ec2KeyPair.Core.Windows;

/// <summary>A decrypted first password.</summary>
/// <param name="InstanceId">Of the instance.</param>
/// <param name="UserName">The administrator's account name, localized as the instance printed it.</param>
/// <param name="Password">The password that EC2Launch set at first boot; a later change is not reflected by EC2.</param>
/// <param name="KeyName">The launch key.</param>
/// <param name="LaunchTime">In UTC.</param>
/// <param name="RdpCertificateThumbprint">SHA-1 of the RDP certificate from the console output, or null.</param>
public sealed record WindowsPasswordResult(
    string InstanceId, string UserName, SecureString Password, string KeyName, DateTime? LaunchTime, string? RdpCertificateThumbprint);
