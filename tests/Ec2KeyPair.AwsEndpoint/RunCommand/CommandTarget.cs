namespace Ec2KeyPair.AwsEndpoint.RunCommand;

/// <summary>One of a command's Targets: InstanceIds, or tag:NAME, with the values of which one must fit.</summary>
public sealed record CommandTarget(string Key, IReadOnlyList<string> Values);
