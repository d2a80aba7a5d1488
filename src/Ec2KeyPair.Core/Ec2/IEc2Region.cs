namespace Ec2KeyPair.Core.Ec2;

/// <summary>One Region's EC2.</summary>
public interface IEc2Region
{
    /// <summary>The Region's system name, <c>eu-central-1</c>.</summary>
    string Name { get; }

    /// <summary>Its key pairs.</summary>
    IKeyPairApi KeyPairs { get; }

    /// <summary>Its instances.</summary>
    IInstanceApi Instances { get; }

    /// <summary>What lies between its instances and their users.</summary>
    INetworkApi Network { get; }
}
