using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>One Region's answer to publishing.</summary>
/// <param name="Region">The Region's system name.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="KeyPair">What EC2 has under the name now.</param>
public sealed record PublishResult(string Region, PublishOutcome Outcome, Ec2KeyPairInfo KeyPair);
