using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>Where tunnels through an Instance Connect Endpoint lead.</summary>
public sealed record EndpointTarget
{
    /// <summary>What the service ends a connection after, when nothing shorter was asked for (EC2 User Guide, quotas of EC2 Instance Connect Endpoint).</summary>
    public static readonly TimeSpan ServiceLimit = TimeSpan.FromSeconds(LongestDurationSeconds);

    /// <summary>The longest duration that can be asked for.</summary>
    public const int LongestDurationSeconds = 3600;

    /// <summary>The endpoint's id.</summary>
    public required string EndpointId { get; init; }

    /// <summary>The name that tunnels are opened at.</summary>
    public required string DnsName { get; init; }

    /// <summary>The instance, for messages.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The instance's private IPv4 address, or its IPv6 address.</summary>
    public required string Address { get; init; }

    /// <summary>The TCP port there.</summary>
    public required int Port { get; init; }

    /// <summary>Whole seconds, 1 to 3600, after which the service ends a connection; null for its own limit.</summary>
    public int? MaxDurationSeconds { get; init; }

    /// <summary>After which the service ends each connection.</summary>
    public TimeSpan Limit => MaxDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : ServiceLimit;

    /// <summary>The duration as it was given, when it can be asked for.</summary>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid.</exception>
    public static int? CheckedDuration(int? seconds) => seconds is null or (>= 1 and <= LongestDurationSeconds) ? seconds : throw new Ec2KeyPairException(
        ErrorCondition.ParameterInvalid, $"A tunnel through an Instance Connect Endpoint lasts 1 to {LongestDurationSeconds} s, not {seconds}.", seconds);
}
