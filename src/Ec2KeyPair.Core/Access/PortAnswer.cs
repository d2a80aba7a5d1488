namespace Ec2KeyPair.Core.Access;

/// <summary>How a port answered.</summary>
public enum PortAnswer
{
    /// <summary>It took a connection.</summary>
    Open,

    /// <summary>The machine is there, and nothing listens on the port.</summary>
    Refused,

    /// <summary>There is no way to the address.</summary>
    Unreachable,
}
