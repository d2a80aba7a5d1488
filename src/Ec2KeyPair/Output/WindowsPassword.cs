using System.Management.Automation;

namespace Ec2KeyPair.Output;

/// <summary>A password of a Windows instance, the administrator's first one or a new one, ready for whatever takes a PSCredential.</summary>
public class WindowsPassword
{
    /// <summary>Of the instance; null for password data that came without one.</summary>
    public required string? InstanceId { get; init; }

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

    /// <summary>Name of the certificate that the instance's RDP server shows, <c>EC2AMAZ-9FJG5CC</c>; null when that is not known.</summary>
    public string? RdpCertificateSubject { get; init; }

    /// <summary>SHA-1 of the certificate that the instance's RDP server shows; null when that is not known.</summary>
    public string? RdpCertificateThumbprint { get; init; }

    /// <summary>True when the console output says that Windows is ready to use, false when it is still starting, null when it does not tell.</summary>
    public bool? IsReady { get; init; }

    /// <summary>True when this first password is known to have been replaced by another one.</summary>
    public bool IsStale { get; init; }

    /// <summary>How that is known; null when it is not stale.</summary>
    public string? StaleReason { get; init; }

    /// <summary>When it was replaced, in UTC; null when it is not stale.</summary>
    public DateTime? PasswordResetTime { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId ?? "";
}
