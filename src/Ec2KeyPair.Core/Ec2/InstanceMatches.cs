namespace Ec2KeyPair.Core.Ec2;

/// <summary>Instances that were found.</summary>
/// <param name="Instances">The instances.</param>
/// <param name="IsComplete">False when there may be more.</param>
public sealed record InstanceMatches(IReadOnlyList<Ec2Instance> Instances, bool IsComplete);
