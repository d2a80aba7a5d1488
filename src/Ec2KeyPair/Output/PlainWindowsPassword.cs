using System.Diagnostics.CodeAnalysis;

namespace Ec2KeyPair.Output;

/// <summary>What -AsPlainText adds.</summary>
public sealed class PlainWindowsPassword : WindowsPassword
{
    /// <summary>The same record with its password readable.</summary>
    [SetsRequiredMembers]
    internal PlainWindowsPassword(WindowsPassword record)
    {
        InstanceId = record.InstanceId;
        UserName = record.UserName;
        Credential = record.Credential;
        KeyName = record.KeyName;
        LaunchTime = record.LaunchTime;
        RdpCertificateSubject = record.RdpCertificateSubject;
        RdpCertificateThumbprint = record.RdpCertificateThumbprint;
        IsReady = record.IsReady;
        IsStale = record.IsStale;
        StaleReason = record.StaleReason;
        PasswordResetTime = record.PasswordResetTime;
        Password = record.Credential.GetNetworkCredential().Password;
    }

    /// <summary>The password, readable.</summary>
    public string Password { get; }
}
