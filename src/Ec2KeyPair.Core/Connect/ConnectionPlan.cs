using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Trust;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Everything decided about one connection, before anything is started.</summary>
/// <param name="Instance">Where to.</param>
/// <param name="Route">Which way.</param>
/// <param name="UserName">As whom.</param>
/// <param name="Ssh">With which arguments.</param>
/// <param name="Trust">Under which condition the host's key is accepted.</param>
/// <param name="Reasons">Why, a sentence for each decision.</param>
public sealed record ConnectionPlan(
    Ec2Instance Instance, RouteAnswer Route, string UserName, SshCommandLine Ssh, HostTrustDecision Trust, IReadOnlyList<string> Reasons);
