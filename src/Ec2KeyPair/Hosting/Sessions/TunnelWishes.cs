namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>What New-EC2Tunnel was given for each instance.</summary>
internal sealed record TunnelWishes
{
    internal required int LocalPort { get; init; }

    internal required int RemotePort { get; init; }

    internal string? RemoteHost { get; init; }

    internal int SessionCount { get; init; } = 1;

    internal int FrameSize { get; init; }

    internal string? Reason { get; init; }

    internal string? EndpointId { get; init; }

    internal int? MaxDurationSeconds { get; init; }
}
