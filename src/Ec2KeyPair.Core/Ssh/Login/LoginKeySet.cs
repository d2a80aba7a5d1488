namespace Ec2KeyPair.Core.Ssh.Login;

/// <summary>The keys to offer to an instance, in this order.</summary>
/// <param name="Signers">At least one; servers take some six attempts.</param>
/// <param name="Reason">Why these, one clause for -Verbose.</param>
public sealed record LoginKeySet(IReadOnlyList<ISshSigner> Signers, string Reason);
