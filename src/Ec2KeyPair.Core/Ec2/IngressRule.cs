namespace Ec2KeyPair.Core.Ec2;

/// <summary>An inbound rule of a security group (EC2 API Reference, IpPermission).</summary>
public sealed record IngressRule
{
    /// <summary><c>tcp</c> or another protocol's name or number; <c>-1</c> for all protocols and ports.</summary>
    public required string Protocol { get; init; }

    /// <summary>First port; null where all ports are meant.</summary>
    public int? FromPort { get; init; }

    /// <summary>Last port.</summary>
    public int? ToPort { get; init; }

    /// <summary>Address ranges that are let in, <c>203.0.113.0/24</c> or <c>2001:db8::/32</c>.</summary>
    public IReadOnlyList<string> Ranges { get; init; } = [];

    /// <summary>Security groups whose members are let in.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>Prefix lists whose ranges are let in.</summary>
    public IReadOnlyList<string> PrefixListIds { get; init; } = [];

    /// <summary>True when the rule is about TCP connections to this port.</summary>
    public bool Covers(int port) => Protocol == "-1" || (Protocol is "tcp" or "6" && !(port < FromPort) && !(port > ToPort));
}
