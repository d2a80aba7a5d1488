using System.Management.Automation;
using Ec2KeyPair.Core.Windows;

namespace Ec2KeyPair.Output;

/// <summary>Makes the record that a user gets from the core's result.</summary>
internal static class WindowsPasswordRecord
{
    internal static WindowsPassword From(WindowsPasswordResult result, bool asPlainText)
    {
        var credential = new PSCredential(result.UserName, result.Password);
        return asPlainText
            ? new PlainWindowsPassword
            {
                InstanceId = result.InstanceId,
                UserName = result.UserName,
                Credential = credential,
                KeyName = result.KeyName,
                LaunchTime = result.LaunchTime,
                RdpCertificateThumbprint = result.RdpCertificateThumbprint,
                Password = credential.GetNetworkCredential().Password,
            }
            : new WindowsPassword
            {
                InstanceId = result.InstanceId,
                UserName = result.UserName,
                Credential = credential,
                KeyName = result.KeyName,
                LaunchTime = result.LaunchTime,
                RdpCertificateThumbprint = result.RdpCertificateThumbprint,
            };
    }
}
