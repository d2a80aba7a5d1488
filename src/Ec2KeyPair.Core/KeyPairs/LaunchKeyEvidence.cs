using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What is known of a launch key.</summary>
/// <param name="Described">As EC2 has it; null when EC2 has no key pair of that name any more.</param>
/// <param name="PublicKey">Its public half; null when EC2 does not tell.</param>
/// <param name="Candidates">Private keys here that may be it, likeliest first.</param>
public sealed record LaunchKeyEvidence(Ec2KeyPairInfo? Described, PublicKey? PublicKey, IReadOnlyList<LocalKeyPair> Candidates);
