namespace Ec2KeyPair.Core.Connect;

/// <summary>What a route says of an instance: an address, or why there is none.</summary>
/// <param name="Kind">The route that answers.</param>
/// <param name="Address">An IP address or DNS name for ssh's HostName; null when the way is closed.</param>
/// <param name="Reason">Why it was chosen, or why it is closed; one clause for a person.</param>
public sealed record RouteAnswer(ConnectionRoute Kind, string? Address, string Reason);
