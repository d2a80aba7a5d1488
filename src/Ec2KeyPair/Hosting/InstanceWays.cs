using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;

namespace Ec2KeyPair.Hosting;

/// <summary>What opens the ways to instances that are not straight. Each is made when a way needs it.</summary>
/// <param name="Sessions">Opens sessions of Session Manager.</param>
/// <param name="Endpoints">Opens tunnels through Instance Connect Endpoints.</param>
/// <param name="Observer">Is told what the user should know of them.</param>
/// <param name="Reason">Text for the account's session history; null for none.</param>
internal sealed record InstanceWays(Func<SessionService> Sessions, Func<EndpointConnector> Endpoints, ISessionObserver Observer, string? Reason);
