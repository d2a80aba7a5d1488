namespace Ec2KeyPair.AwsEndpoint.Instances;

/// <summary>What DescribeInstanceInformation says about an instance, and how its agent behaves.</summary>
public sealed class SsmAgent
{
    /// <summary>Online, ConnectionLost or Inactive. While the instance is down Systems Manager sees ConnectionLost, whatever stands here.</summary>
    public string PingStatus { get; set; } = "Online";

    public string AgentVersion { get; set; } = "3.3.3050.0";

    public bool IsLatestVersion { get; set; } = true;

    public string? PlatformName { get; set; }

    public string? PlatformVersion { get; set; }

    /// <summary>
    /// From the end of the first boot until the agent has registered: on Windows that end is "Windows is Ready to use", because EC2Launch v2 starts
    /// the agent as its last step. After later starts it counts from running. Null: the agent has registered long ago.
    /// </summary>
    public TimeSpan? StartDelay { get; set; }

    /// <summary>What goes wrong on this machine on purpose.</summary>
    public AgentFaults Faults { get; } = new();
}
