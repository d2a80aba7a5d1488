using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Connect;

/// <summary>Which way a tunnel goes, as the parameters that were given decide it.</summary>
public static class TunnelRoutes
{
    /// <summary>The way for these wishes: Session Manager, which carries every port, unless something only an Endpoint has is asked for.</summary>
    /// <param name="via">Which way to go.</param>
    /// <param name="wantsSession">Something is asked for that only Session Manager has: a host behind the instance, sessions, a frame size, a reason.</param>
    /// <param name="wantsEndpoint">Something is asked for that only an Instance Connect Endpoint has: its id, a duration.</param>
    /// <exception cref="Ec2KeyPairException">ParameterInvalid: they contradict each other.</exception>
    public static ConnectionRoute Choose(ConnectionRoute via, bool wantsSession, bool wantsEndpoint)
    {
        var route = via != ConnectionRoute.Auto ? via
            : wantsEndpoint ? ConnectionRoute.InstanceConnectEndpoint
            : ConnectionRoute.SessionManager;
        return route switch
        {
            ConnectionRoute.InstanceConnectEndpoint when wantsSession => throw Invalid(
                "-RemoteHost, -SessionCount, -FrameSize and -Reason are Session Manager's; an Instance Connect Endpoint leads to the instance itself."),
            ConnectionRoute.SessionManager when wantsEndpoint => throw Invalid(
                "-EndpointId and -MaxDurationSec are for -Via InstanceConnectEndpoint."),
            ConnectionRoute.Direct => throw Invalid("A tunnel goes through Session Manager or an Instance Connect Endpoint; direct there is nothing to tunnel."),
            _ => route,
        };
    }

    private static Ec2KeyPairException Invalid(string message) => new(ErrorCondition.ParameterInvalid, message);
}
