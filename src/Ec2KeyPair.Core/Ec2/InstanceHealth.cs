namespace Ec2KeyPair.Core.Ec2;

/// <summary>What EC2's status checks say of an instance: <c>ok</c>, <c>impaired</c>, <c>initializing</c>, <c>insufficient-data</c>, <c>not-applicable</c>.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="System">The check of the machine under it.</param>
/// <param name="Instance">The check of its own network and software.</param>
public sealed record InstanceHealth(string InstanceId, string System, string Instance)
{
    /// <summary>Instances in one request (DescribeInstanceStatus).</summary>
    public const int MostAtOnce = 100;
}
