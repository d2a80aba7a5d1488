namespace Ec2KeyPair.Core.Ec2;

/// <summary>One filter of DescribeInstances, by its EC2 name; up to 200 values, any of which may match.</summary>
/// <param name="Name">EC2's filter name, <c>instance-id</c> or <c>tag:Name</c>.</param>
/// <param name="Values">Exact values: the adapter escapes EC2's wildcards.</param>
public sealed record InstanceFilter(string Name, IReadOnlyCollection<string> Values)
{
    /// <summary>What EC2 takes in one filter (EC2 API Reference, Filter).</summary>
    public const int MaximumValues = 200;

    /// <summary>The values are what EC2's begin with.</summary>
    public bool IsBeginning { get; init; }
}
