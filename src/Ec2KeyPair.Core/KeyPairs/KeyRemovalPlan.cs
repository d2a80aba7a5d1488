using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Core.KeyPairs;

/// <summary>What is removed when it is agreed to.</summary>
/// <param name="KeyPair">The key pair here.</param>
/// <param name="InEc2">EC2's key pairs that are this very key and go with it.</param>
public sealed record KeyRemovalPlan(LocalKeyPair KeyPair, IReadOnlyList<KeyRemoval> InEc2);

/// <summary>One key pair of EC2 that goes.</summary>
/// <param name="Region">Its Region.</param>
/// <param name="KeyPair">The key pair, with its id.</param>
public sealed record KeyRemoval(IEc2Region Region, Ec2KeyPairInfo KeyPair);
