namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>What DescribeInstanceInformation says about an instance.</summary>
public sealed class SsmAgent
{
    /// <summary>Online, ConnectionLost or Inactive.</summary>
    public string PingStatus { get; set; } = "Online";

    public string AgentVersion { get; set; } = "3.3.3050.0";

    public bool IsLatestVersion { get; set; } = true;

    public string? PlatformName { get; set; }

    public string? PlatformVersion { get; set; }
}
