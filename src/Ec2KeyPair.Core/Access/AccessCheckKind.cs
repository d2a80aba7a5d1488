namespace Ec2KeyPair.Core.Access;

/// <summary>What a connection depends on.</summary>
public enum AccessCheckKind
{
    /// <summary>The instance runs.</summary>
    State,

    /// <summary>EC2's system and instance status checks.</summary>
    StatusChecks,

    /// <summary>The instance has an address.</summary>
    Address,

    /// <summary>The instance's security groups let this machine in.</summary>
    SecurityGroup,

    /// <summary>The server's port answers from here.</summary>
    Port,

    /// <summary>Its VPC has a usable Instance Connect Endpoint.</summary>
    ConnectEndpoint,

    /// <summary>The instance's security groups let that endpoint in.</summary>
    EndpointSecurityGroup,

    /// <summary>Its agent is connected with Systems Manager.</summary>
    Agent,

    /// <summary>One way at least is open.</summary>
    Route,

    /// <summary>The private key of its launch key is here.</summary>
    Key,

    /// <summary>The account to log in as is known.</summary>
    User,

    /// <summary>The server's identity can be verified.</summary>
    HostKey,

    /// <summary>Its first Windows password is there.</summary>
    Password,
}
