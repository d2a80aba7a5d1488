using System.Net;

namespace Ec2KeyPair.AwsEndpoint.Network;

/// <summary>A security group with its inbound rules; replace <see cref="Rules"/> to change them.</summary>
public sealed class SecurityGroup(string id, string name, string vpcId)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string VpcId { get; } = vpcId;

    public IReadOnlyList<IngressRule> Rules { get; set; } = [];

    internal bool Allows(int port, IPAddress from, IReadOnlyCollection<string> groups) => Rules.Any(rule => rule.Allows(port, from, groups));
}
