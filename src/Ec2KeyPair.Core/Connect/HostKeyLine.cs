namespace Ec2KeyPair.Core.Connect;

/// <summary>A host's public key as it stands in known_hosts.</summary>
/// <param name="KeyType">The SSH algorithm name, <c>ssh-ed25519</c>.</param>
/// <param name="Blob">The public key blob in base64.</param>
public sealed record HostKeyLine(string KeyType, string Blob);
