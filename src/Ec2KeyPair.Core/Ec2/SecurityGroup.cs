namespace Ec2KeyPair.Core.Ec2;

/// <summary>A security group, as far as it lets traffic in (EC2 API Reference, SecurityGroup).</summary>
/// <param name="GroupId">The id, <c>sg-0123456789abcdef0</c>.</param>
/// <param name="Ingress">Its inbound rules.</param>
public sealed record SecurityGroup(string GroupId, IReadOnlyList<IngressRule> Ingress);
