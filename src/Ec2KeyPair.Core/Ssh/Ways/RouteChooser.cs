using System.Net;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Connect.Routes;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Raw;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>The route that the user asked for; else the one that is open.</summary>
/// <param name="selector">Looks which routes are open.</param>
/// <param name="via">What the user asked for.</param>
/// <param name="endpoints">Opens connections through Instance Connect Endpoints.</param>
/// <param name="sessions">Opens sessions.</param>
/// <param name="reason">Text for the session history; null for none.</param>
/// <param name="explain">Is told each choice, for -Verbose.</param>
public sealed class RouteChooser(
    RouteSelector selector, ConnectionRoute via, EndpointConnector endpoints, SessionService sessions, string? reason, Func<string, Task> explain) : IWayChooser
{
    /// <inheritdoc/>
    public async Task<ISshWay> ChooseAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        var answer = await selector.SelectAsync(instance, via, port, cancel).ConfigureAwait(false);
        await explain($"{instance.InstanceId}: {answer.Kind}, {answer.Reason}.").ConfigureAwait(false);
        return answer.Kind switch
        {
            ConnectionRoute.Direct => new DirectWay(instance.InstanceId, IPAddress.Parse(answer.Address!), port),
            ConnectionRoute.InstanceConnectEndpoint => new EndpointWay(endpoints, answer.Endpoint!),
            _ => new SessionManagerWay(sessions, SessionRequest.Ssh(instance.InstanceId, port, reason)),
        };
    }
}
