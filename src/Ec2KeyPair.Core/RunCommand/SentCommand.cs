namespace Ec2KeyPair.Core.RunCommand;

/// <summary>A command that Systems Manager has taken.</summary>
/// <param name="CommandId">Its id, a UUID.</param>
/// <param name="RequestedAt">When it was taken, in UTC by AWS's own clock.</param>
public sealed record SentCommand(string CommandId, DateTime RequestedAt);
