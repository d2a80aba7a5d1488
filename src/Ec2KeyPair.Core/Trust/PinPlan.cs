namespace Ec2KeyPair.Core.Trust;

/// <summary>What pinning a key would change.</summary>
/// <param name="IsPinned">Nothing: it is there already.</param>
/// <param name="Replaced">The different keys of its type that it would replace.</param>
public sealed record PinPlan(bool IsPinned, IReadOnlyList<HostKey> Replaced);
