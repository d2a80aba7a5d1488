namespace Ec2KeyPair.Core.Connect;

/// <summary>The ways to reach an instance.</summary>
public enum ConnectionRoute
{
    /// <summary>The best that is open.</summary>
    Auto,

    /// <summary>Straight to one of the instance's own addresses.</summary>
    Direct,

    /// <summary>Through an EC2 Instance Connect Endpoint of the instance's VPC: only a private address is needed, and the port 22 or 3389.</summary>
    InstanceConnectEndpoint,

    /// <summary>Through Session Manager: no address, no open port, only the instance's agent.</summary>
    SessionManager,
}
