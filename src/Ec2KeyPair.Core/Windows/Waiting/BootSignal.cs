namespace Ec2KeyPair.Core.Windows.Waiting;

/// <summary>How far an instance is.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="State">EC2's state name, <c>running</c>.</param>
/// <param name="IsInitializing">True while EC2 has not been able to reach it since its start.</param>
public sealed record BootSignal(string InstanceId, string State, bool IsInitializing)
{
    /// <summary>Instances in one request: what DescribeInstanceStatus and a filter of DescribeInstanceInformation take.</summary>
    public const int MaximumIds = 100;

    /// <summary>Instances that DescribeInstanceInformation tells of in one answer; more take another request.</summary>
    public const int AgentsPerPage = 50;
}
