namespace Ec2KeyPair.Core.Ssh.Files;

/// <summary>What is to be copied between this machine and one instance.</summary>
/// <param name="Identity">The instance: an id, a Name tag, an address.</param>
/// <param name="Paths">The originals: full paths here, or paths on the instance.</param>
public sealed record CopyRequest(string Identity, IReadOnlyList<string> Paths);
