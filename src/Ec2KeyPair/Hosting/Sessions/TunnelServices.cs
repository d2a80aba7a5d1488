using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Connect;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.InstanceConnect;
using Ec2KeyPair.Core.Sessions;
using Ec2KeyPair.Core.Sessions.Port;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>Puts tunnels together for one Region, by either way.</summary>
internal sealed class TunnelServices(AwsSession aws, string? region, ISessionObserver observer)
{
    /// <summary>Finds the instance, and by what it is reached.</summary>
    /// <exception cref="Core.Errors.Ec2KeyPairException">InstanceNotFound, InstanceAmbiguous, InstanceNotRunning, ConnectEndpointNotFound, AddressNotFound, ParameterInvalid or an Aws condition.</exception>
    internal Task<TunnelOffer> FindAsync(string identity, ConnectionRoute route, TunnelWishes wishes, CancellationToken cancel) =>
        route == ConnectionRoute.InstanceConnectEndpoint ? ThroughEndpointAsync(identity, wishes, cancel) : ThroughSessionAsync(identity, wishes, cancel);

    private async Task<TunnelOffer> ThroughEndpointAsync(string identity, TunnelWishes wishes, CancellationToken cancel)
    {
        var ec2 = aws.Ec2(region);
        var instance = await new InstanceResolver(ec2.Instances).ResolveAsync(identity, cancel);
        RunningInstance.Require(instance);
        var target = await new EndpointChoice(ec2.Network).ChooseAsync(instance, wishes.RemotePort, wishes.EndpointId, wishes.MaxDurationSeconds, cancel);
        return new TunnelOffer(
            instance.InstanceId, ConnectionRoute.InstanceConnectEndpoint, target.EndpointId, null, wishes.RemotePort, async stop =>
            {
                var tunnel = await EndpointTunnel.OpenAsync(wishes.LocalPort, new EndpointConnector(aws.InstanceConnect(region)), target, stop);
                observer.Warn(DurationNotice.Text(target));
                return tunnel;
            });
    }

    private async Task<TunnelOffer> ThroughSessionAsync(string identity, TunnelWishes wishes, CancellationToken cancel)
    {
        var target = (await SessionTarget.ResolveAsync(aws.Ec2(region).Instances, identity, cancel)).InstanceId;
        return new TunnelOffer(
            target, ConnectionRoute.SessionManager, null, wishes.RemoteHost, wishes.RemotePort, stop =>
            {
                var sessions = SessionServices.Open(aws, region, observer, wishes.FrameSize);
                return SessionTunnel.OpenAsync(
                    wishes.LocalPort, wishes.SessionCount, (port, sink, cancelOne) => sessions.OpenAsync(Request(target, port, wishes), sink, cancelOne), stop);
            });
    }

    private static SessionRequest Request(string target, int localPort, TunnelWishes wishes) => wishes.RemoteHost is { } host
        ? SessionRequest.RemotePort(target, host, wishes.RemotePort, localPort, wishes.Reason)
        : SessionRequest.Port(target, wishes.RemotePort, localPort, wishes.Reason);
}
