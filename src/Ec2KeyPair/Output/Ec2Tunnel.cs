namespace Ec2KeyPair.Output;

/// <summary>A tunnel as it was when this was written; Get-EC2Tunnel tells how it is now.</summary>
public sealed class Ec2Tunnel
{
    /// <summary>Its number in this runspace.</summary>
    public required int Id { get; init; }

    /// <summary>The instance it leads to, or through.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The port on 127.0.0.1 (and ::1) to connect to.</summary>
    public required int LocalPort { get; init; }

    /// <summary>The host behind the instance; null for the instance itself.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>The port there.</summary>
    public required int RemotePort { get; init; }

    /// <summary>The way taken: <c>SessionManager</c> or <c>InstanceConnectEndpoint</c>.</summary>
    public required string Via { get; init; }

    /// <summary>The Instance Connect Endpoint, <c>eice-0123456789abcdef0</c>; null through Session Manager.</summary>
    public string? EndpointId { get; init; }

    /// <summary>After which the service ends each connection; null where it does not.</summary>
    public TimeSpan? LongestConnection { get; init; }

    /// <summary><c>Open</c>, <c>Reconnecting</c>, <c>Failed</c> or <c>Closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>The sessions that are up; none through an Instance Connect Endpoint.</summary>
    public required string[] SessionIds { get; init; }

    /// <summary>Connections that are open.</summary>
    public required int Connections { get; init; }

    /// <summary>Connections since it was made.</summary>
    public required long TotalConnections { get; init; }

    /// <summary>Connections that got no remote port, or no session.</summary>
    public required long FailedConnections { get; init; }

    /// <summary>Bytes to the remote port.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes from the remote port.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>The longest round trip to the agent among its sessions; null while there is none.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Frames that had to be sent again.</summary>
    public required long Resends { get; init; }

    /// <summary>Times that a session went on over a new connection, or was replaced.</summary>
    public required long Reconnects { get; init; }

    /// <summary>What went wrong last; empty when nothing did.</summary>
    public required string LastError { get; init; }

    /// <summary>The instance's id, for texts and for parameters that take strings.</summary>
    public override string ToString() => InstanceId;
}
