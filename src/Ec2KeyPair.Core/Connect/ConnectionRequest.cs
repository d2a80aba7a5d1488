using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Connect;

/// <summary>What the user says of a connection; everything left out is found.</summary>
public sealed record ConnectionRequest
{
    /// <summary>Which way.</summary>
    public ConnectionRoute Via { get; init; }

    /// <summary>The account; null to work it out.</summary>
    public string? UserName { get; init; }

    /// <summary>Full path of a private key; null to find the launch key's.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Log in with a new key that EC2 Instance Connect lets in, in place of any that is kept.</summary>
    public bool UsesInstanceConnect { get; init; }

    /// <summary>TCP port of the SSH server; null for what the instance's tag says, or 22.</summary>
    public int? Port { get; init; }

    /// <summary>What to do about the host key.</summary>
    public HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>A person is at a terminal: ssh may ask.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The user's own ssh arguments.</summary>
    public IReadOnlyList<string> SshArguments { get; init; } = [];
}
