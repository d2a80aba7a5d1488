namespace Ec2KeyPair.Core.Trust;

/// <summary>A host key as known_hosts has it for an instance.</summary>
/// <param name="Key">The key.</param>
/// <param name="Comment">What follows it in the file; anybody's text.</param>
/// <param name="IsOwn">True when the entry names the instance itself; false for one whose pattern happens to fit.</param>
public sealed record PinnedHostKey(HostKey Key, string Comment, bool IsOwn);
