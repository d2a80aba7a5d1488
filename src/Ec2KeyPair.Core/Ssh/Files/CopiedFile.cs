using Ec2KeyPair.Core.Connect;

namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>A file that was copied.</summary>
/// <param name="InstanceId">The instance that it was copied to or from.</param>
/// <param name="Via">The way taken.</param>
/// <param name="Path">The original.</param>
/// <param name="Destination">The copy.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal; null when it was not verified.</param>
public sealed record CopiedFile(string InstanceId, ConnectionRoute Via, string Path, string Destination, long Bytes, string? Sha256);
