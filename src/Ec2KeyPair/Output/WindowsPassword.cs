using System.Management.Automation;

namespace Ec2KeyPair.Output;

/// <summary>A password of a Windows instance, the administrator's first one or a new one, ready for whatever takes a PSCredential.</summary>
public class WindowsPassword
{
    /// <summary>Of the instance.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The account's name as the instance told it: <c>Administrator</c>, <c>Administrateur</c> ...</summary>
    public required string UserName { get; init; }

    /// <summary>Account name and password.</summary>
    public required PSCredential Credential { get; init; }

    /// <summary>The same again: Connect-EC2Instance takes it by this name, because its -Credential is that for AWS.</summary>
    public PSCredential LoginCredential => Credential;

    /// <summary>The key pair that the instance was launched with; null without one.</summary>
    public required string? KeyName { get; init; }

    /// <summary>In UTC.</summary>
    public DateTime? LaunchTime { get; init; }

    /// <summary>SHA-1 of the certificate that the instance's RDP server shows; null when that is not known.</summary>
    public string? RdpCertificateThumbprint { get; init; }
}
