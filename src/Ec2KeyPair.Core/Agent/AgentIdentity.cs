using Ec2KeyPair.Core.Keys;

namespace Ec2KeyPair.Core.Agent;

/// <summary>A key that an ssh-agent holds.</summary>
/// <param name="PublicKey">Its public half.</param>
/// <param name="Comment">What was given with it; anybody's text.</param>
public sealed record AgentIdentity(PublicKey PublicKey, string Comment);
