using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Sessions.Port;
using Ec2KeyPair.Output;

namespace Ec2KeyPair.Hosting.Sessions;

/// <summary>A tunnel with what it was made from, and the AWS session that it resumes its own sessions with.</summary>
internal sealed class OpenTunnel(int id, string instanceId, string? remoteHost, int remotePort, Tunnel tunnel, AwsSession aws) : IAsyncDisposable
{
    internal int Id => id;

    internal string InstanceId => instanceId;

    internal Ec2Tunnel Describe()
    {
        var status = tunnel.Status;
        return new Ec2Tunnel
        {
            Id = id,
            InstanceId = instanceId,
            LocalPort = tunnel.LocalPort,
            RemoteHost = remoteHost,
            RemotePort = remotePort,
            Via = nameof(Core.Connect.ConnectionRoute.SessionManager),
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
