namespace Ec2KeyPair.Core.Tunnels;

/// <summary>The state of a tunnel.</summary>
public enum TunnelState
{
    /// <summary>It takes connections.</summary>
    Open,

    /// <summary>No session is up; one is being made, and connections wait for it.</summary>
    Reconnecting,

    /// <summary>No session, or no tunnel, can be had any more.</summary>
    Failed,

    /// <summary>It was removed.</summary>
    Closed,
}

/// <summary>A tunnel's figures at one moment.</summary>
public sealed record TunnelStatus
{
    /// <summary>Its state.</summary>
    public required TunnelState State { get; init; }

    /// <summary>Ids of the sessions that are up; none through an Instance Connect Endpoint.</summary>
    public required IReadOnlyList<string> SessionIds { get; init; }

    /// <summary>Connections that are open.</summary>
    public required int Connections { get; init; }

    /// <summary>Connections since it was opened.</summary>
    public required long TotalConnections { get; init; }

    /// <summary>Connections that got no remote port, or no session.</summary>
    public required long FailedConnections { get; init; }

    /// <summary>Bytes from this machine to the remote port.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes from the remote port to this machine.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>The longest round trip of its sessions; null while there is none.</summary>
    public required TimeSpan? RoundTrip { get; init; }

    /// <summary>Frames that its sessions had to send again.</summary>
    public required long Resends { get; init; }

    /// <summary>Times that a session went on over a new connection, or was replaced.</summary>
    public required long Reconnects { get; init; }

    /// <summary>After which the service ends each connection; null where it does not.</summary>
    public required TimeSpan? LongestConnection { get; init; }

    /// <summary>What went wrong last; empty when nothing did.</summary>
    public required string LastError { get; init; }
}
