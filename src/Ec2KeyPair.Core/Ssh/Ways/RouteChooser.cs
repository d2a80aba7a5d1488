using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>The route that the user asked for; else the one that is open.</summary>
/// <param name="selector">Looks which routes are open.</param>
/// <param name="via">What the user asked for.</param>
public sealed class RouteChooser(RouteSelector selector, ConnectionRoute via) : IWayChooser
{
    /// <inheritdoc/>
    public Task<ConnectionRoute> ChooseAsync(Ec2Instance instance, int port, CancellationToken cancel)
    {
        var route = selector.Select(instance, ConnectionRoute.Auto).Kind;
        return Task.FromResult(via == ConnectionRoute.Auto ? route : via);
    }
}
