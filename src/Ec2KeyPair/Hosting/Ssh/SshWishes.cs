using System.Security;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Hosting.Ssh;

/// <summary>What a cmdlet's parameters and its host say of SSH connections.</summary>
internal sealed record SshWishes
{
    internal ConnectionRoute Via { get; init; }

    internal string? UserName { get; init; }

    /// <summary>Full path; null to find the launch keys.</summary>
    internal string? KeyPath { get; init; }

    /// <summary>EC2 Instance Connect lets in a key made for this run.</summary>
    internal bool UsesInstanceConnect { get; init; }

    internal SecureString? Passphrase { get; init; }

    internal HostKeyPolicy HostKeyPolicy { get; init; }

    internal string? Reason { get; init; }

    /// <summary>Asks a person for the passphrase of a file; null where nobody can answer.</summary>
    internal Func<string, Core.Secrets.Passphrase>? AskPassphrase { get; init; }

    /// <summary>Asks a person about an instance's host key; null where nobody can answer.</summary>
    internal Func<string, HostKey, Task<bool>>? AskHostKey { get; init; }
}
