namespace Ec2KeyPair.Core.Tunnels;

/// <summary>A carrier's figures at one moment.</summary>
internal sealed record CarrierStatus
{
    internal required TunnelState State { get; init; }

    /// <summary>Ids of the sessions that are up; none where it has no sessions.</summary>
    internal IReadOnlyList<string> SessionIds { get; init; } = [];

    /// <summary>Connections that the remote side could not make.</summary>
    internal long Refused { get; init; }

    /// <summary>The longest round trip of its sessions; null while there is none.</summary>
    internal TimeSpan? RoundTrip { get; init; }

    internal long Resends { get; init; }

    internal long Reconnects { get; init; }

    /// <summary>After which the remote side ends each connection; null where it does not.</summary>
    internal TimeSpan? LongestConnection { get; init; }

    /// <summary>What went wrong last; empty when nothing did.</summary>
    internal string LastError { get; init; } = "";
}
