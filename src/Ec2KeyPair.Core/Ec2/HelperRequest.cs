namespace Ec2KeyPair.Core.Ec2;

/// <summary>An instance that is wanted for one piece of work.</summary>
public sealed record HelperRequest
{
    /// <summary>With the same token EC2 launches one instance, however often it is asked.</summary>
    public required string ClientToken { get; init; }

    /// <summary>The image.</summary>
    public required string ImageId { get; init; }

    /// <summary>The type, <c>t3.micro</c>.</summary>
    public required string InstanceType { get; init; }

    /// <summary>Where it has to be: EBS volumes never leave their Availability Zone.</summary>
    public required string AvailabilityZone { get; init; }

    /// <summary>A subnet of that zone.</summary>
    public required string SubnetId { get; init; }

    /// <summary>What it runs at its first boot, as it is; at most 16 KB.</summary>
    public required byte[] UserData { get; init; }

    /// <summary>Its Name tag.</summary>
    public required string Name { get; init; }
}
