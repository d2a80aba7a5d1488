namespace Ec2KeyPair.Core.Connect;

/// <summary>How strictly ssh checks the host key, and why.</summary>
/// <param name="StrictHostKeyChecking"><c>yes</c>, <c>accept-new</c> or <c>ask</c>.</param>
/// <param name="Evidence">One clause for -Verbose.</param>
public sealed record HostTrustDecision(string StrictHostKeyChecking, string Evidence);
