using System.Management.Automation;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Output;

/// <summary>Makes the record that a user gets from the core's result.</summary>
internal static class WindowsPasswordRecord
{
    internal static WindowsPassword From(WindowsPasswordResult result, bool asPlainText) => Make(
        result.InstanceId, new PSCredential(result.UserName, result.Password), result.KeyName, result.LaunchTime, result.RdpCertificateThumbprint, asPlainText);

    internal static WindowsPassword From(NewWindowsPassword password, bool asPlainText) => Make(
        password.Instance.InstanceId,
        new PSCredential(password.UserName, password.Password),
        password.Instance.KeyName,
        password.Instance.LaunchTime,
        null,
        asPlainText);

    private static WindowsPassword Make(
        string instanceId, PSCredential credential, string? keyName, DateTime? launchTime, string? thumbprint, bool asPlainText) => asPlainText
        ? new PlainWindowsPassword
        {
            InstanceId = instanceId,
            UserName = credential.UserName,
            Credential = credential,
            KeyName = keyName,
            LaunchTime = launchTime,
            RdpCertificateThumbprint = thumbprint,
            Password = credential.GetNetworkCredential().Password,
        }
        : new WindowsPassword
        {
            InstanceId = instanceId,
            UserName = credential.UserName,
            Credential = credential,
            KeyName = keyName,
            LaunchTime = launchTime,
            RdpCertificateThumbprint = thumbprint,
        };
}
