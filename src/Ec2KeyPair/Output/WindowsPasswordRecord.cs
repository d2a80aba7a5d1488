using System.Management.Automation;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Output;

/// <summary>Makes the record that a user gets from the core's result.</summary>
internal static class WindowsPasswordRecord
{
    internal static WindowsPassword From(WindowsPasswordResult result, bool asPlainText)
    {
        var record = new WindowsPassword
        {
            InstanceId = result.InstanceId,
            UserName = result.UserName,
            Credential = new PSCredential(result.UserName, result.Password),
            KeyName = result.KeyName,
            LaunchTime = result.LaunchTime,
            RdpCertificateSubject = result.RdpCertificateSubject,
            RdpCertificateThumbprint = result.RdpCertificateThumbprint,
            IsReady = result.IsReady,
            IsStale = result.Reset is not null,
            StaleReason = result.Reset?.Reason,
            PasswordResetTime = result.Reset?.Utc,
        };
        return asPlainText ? new PlainWindowsPassword(record) : record;
    }

    internal static WindowsPassword From(NewWindowsPassword password, bool asPlainText)
    {
        var record = new WindowsPassword
        {
            InstanceId = password.Instance.InstanceId,
            UserName = password.UserName,
            Credential = new PSCredential(password.UserName, password.Password),
            KeyName = password.Instance.KeyName,
            LaunchTime = password.Instance.LaunchTime,
        };
        return asPlainText ? new PlainWindowsPassword(record) : record;
    }
}
