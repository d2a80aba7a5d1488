using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Tunnels;
using Ec2KeyPair.Output;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>A tunnel with what it was made from, and the AWS session that it resumes its own sessions and signs its connections with.</summary>
internal sealed class OpenTunnel(int id, TunnelOffer offer, Tunnel tunnel, AwsSession aws) : IAsyncDisposable
{
    internal int Id => id;

    internal Ec2Tunnel Describe()
    {
        var status = tunnel.Status;
        return new Ec2Tunnel
        {
            Id = id,
            InstanceId = offer.InstanceId,
            LocalPort = tunnel.LocalPort,
            RemoteHost = offer.RemoteHost,
            RemotePort = offer.RemotePort,
            Via = offer.Via.ToString(),
            EndpointId = offer.EndpointId,
            LongestConnection = status.LongestConnection,
            State = status.State.ToString(),
            SessionIds = [.. status.SessionIds],
            Connections = status.Connections,
            TotalConnections = status.TotalConnections,
            FailedConnections = status.FailedConnections,
            BytesSent = status.BytesSent,
            BytesReceived = status.BytesReceived,
            RoundTrip = status.RoundTrip,
            Resends = status.Resends,
            Reconnects = status.Reconnects,
            LastError = status.LastError,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await tunnel.DisposeAsync().ConfigureAwait(false);
        aws.Dispose();
    }
}
