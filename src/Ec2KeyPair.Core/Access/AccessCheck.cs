namespace Ec2KeyPair.Core.Access;

/// <summary>One thing that a connection depends on, and how it stands.</summary>
/// <param name="Kind">What was looked at.</param>
/// <param name="Verdict">How it stands.</param>
/// <param name="Evidence">What says so; one clause for a person.</param>
/// <param name="Mend">What to do about it, as an imperative sentence; null where nothing is to be done.</param>
public sealed record AccessCheck(AccessCheckKind Kind, AccessVerdict Verdict, string Evidence, string? Mend = null);
