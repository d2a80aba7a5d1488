using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.InstanceConnect;

namespace Ec2KeyPair.Core.Connect.Routes;

/// <summary>What a route says of an instance.</summary>
/// <param name="Kind">The route that answers.</param>
/// <param name="Verdict">Passed when the way is open, Failed when it is closed, Unknown when nobody can say before it is tried.</param>
/// <param name="Address">Where clients connect to, an IP address; 127.0.0.1 where the way is a tunnel. Null when the way is closed.</param>
/// <param name="Reason">Why it is open or closed; one clause for a person.</param>
public sealed record RouteAnswer(ConnectionRoute Kind, AccessVerdict Verdict, string? Address, string Reason)
{
    /// <summary>What opens its connections, on a route through an Instance Connect Endpoint.</summary>
    public EndpointTarget? Endpoint { get; init; }

    /// <summary>True when longer patience might have brought another answer.</summary>
    public bool IsHasty { get; init; }

    /// <summary>What was looked at, in order.</summary>
    public IReadOnlyList<AccessCheck> Checks { get; init; } = [];

    /// <summary>What to do to open it; null where nothing is known.</summary>
    public string? Mend => Checks.FirstOrDefault(check => check.Verdict == AccessVerdict.Failed && check.Mend is not null)?.Mend
        ?? Checks.FirstOrDefault(check => check.Verdict != AccessVerdict.Passed && check.Mend is not null)?.Mend;

    /// <summary>The instance's own address; null where the way is a tunnel.</summary>
    public string? InstanceAddress => Kind == ConnectionRoute.Direct ? Address : null;
}
