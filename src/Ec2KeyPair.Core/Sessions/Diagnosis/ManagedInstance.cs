namespace Ec2KeyPair.Core.Sessions.Diagnosis;

/// <summary>An instance as Systems Manager knows it (DescribeInstanceInformation).</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="IsOnline">Its agent reports: ping status Online.</param>
/// <param name="AgentVersion">The agent's version, <c>3.3.0.0</c>.</param>
/// <param name="LastPing">When it last reported, in UTC.</param>
/// <param name="IsWindows">Its platform.</param>
/// <param name="Platform">Name and version of its operating system, <c>Ubuntu 24.04</c>; null when it does not say.</param>
public sealed record ManagedInstance(string InstanceId, bool IsOnline, string AgentVersion, DateTime? LastPing, bool IsWindows, string? Platform = null);
