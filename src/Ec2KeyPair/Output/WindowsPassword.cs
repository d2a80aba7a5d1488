using System.Management.Automation;

namespace Ec2KeyPair.Output;

/// <summary>The first administrator password of a Windows instance, ready for whatever takes a PSCredential.</summary>
public class WindowsPassword
{
    /// <summary>Of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The administrator's account name as the instance printed it: <c>Administrator</c>, <c>Administrateur</c> ...</summary>
    public required string UserName { get; init; }

    /// <summary>Account name and password.</summary>
    public required PSCredential Credential { get; init; }

    /// <summary>The key pair that the instance was launched with.</summary>
    public required string KeyName { get; init; }

    /// <summary>In UTC.</summary>
    public DateTime? LaunchTime { get; init; }

    /// <summary>SHA-1 of the certificate that the instance's RDP server shows; null when its console output does not tell.</summary>
    public string? RdpCertificateThumbprint { get; init; }
}
