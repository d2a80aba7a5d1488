using System.Security;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Hosting.Repair;

/// <summary>What a cmdlet's parameters and its host say of the key and the logins of a repair.</summary>
/// <param name="KeyType">The type of keys that are made.</param>
/// <param name="Via">Which way SSH goes.</param>
/// <param name="HostKeyPolicy">What to do about host keys.</param>
/// <param name="Passphrase">Opens the new key; null when none was given.</param>
internal sealed record RepairWishes(KeyType KeyType, ConnectionRoute Via, HostKeyPolicy HostKeyPolicy, SecureString? Passphrase)
{
    /// <summary>Asks a person for the passphrase of a file; null where nobody can answer.</summary>
    internal Func<string, Core.Secrets.Passphrase>? AskPassphrase { get; init; }

    /// <summary>Asks a person about an instance's host key; null where nobody can answer.</summary>
    internal Func<string, HostKey, Task<bool>>? AskHostKey { get; init; }
}
