using System.Management.Automation;
using System.Security;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Hosting.Rdp;

/// <summary>What the user says of a remote desktop connection; everything left out is found.</summary>
internal sealed record RdpWishes
{
    internal ConnectionRoute Via { get; init; }

    /// <summary>TCP port of the instance's RDP server.</summary>
    internal int Port { get; init; }

    /// <summary>Account and password; null to take the first password.</summary>
    internal PSCredential? Credential { get; init; }

    /// <summary>The account that the first password is for; null for the one that the console output tells.</summary>
    internal string? UserName { get; init; }

    /// <summary>Opens an encrypted launch key.</summary>
    internal SecureString? Passphrase { get; init; }

    internal HostKeyPolicy HostKeyPolicy { get; init; }

    /// <summary>Full path where the connection file stays; null for a temporary one.</summary>
    internal string? FilePath { get; init; }

    internal IReadOnlyList<string> ClientArguments { get; init; } = [];
}
