namespace Ec2KeyPair.Core.Trust.KnownHosts;

/// <summary>What a line of known_hosts says of its key.</summary>
internal enum KnownHostsMarker
{
    /// <summary>The host has it.</summary>
    None,

    /// <summary>It signs the certificates of these hosts.</summary>
    CertificateAuthority,

    /// <summary>No host may be trusted by it any more.</summary>
    Revoked,
}
