using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Tunnels;

namespace Ec2KeyPair.Core.InstanceConnect;

/// <summary>
/// A local port whose one connection ends at an instance's SSH server, by way of an Instance Connect Endpoint. The
/// system's ssh is pointed at it.
/// </summary>
public sealed class EndpointSshRelay : IAsyncDisposable
{
    private readonly OneConnection _connection = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private EndpointSshRelay()
    {
    }

    /// <summary>Where ssh has to connect to, on 127.0.0.1.</summary>
    public int Port => _connection.Port;

    /// <summary>Why the connection ended, when the service ended it; null while it is up and when it ended in order.</summary>
    public Ec2KeyPairException? Failure { get; private set; }

    /// <summary>Opens the tunnel and listens.</summary>
    /// <exception cref="Ec2KeyPairException">LocalPortUnavailable, ConnectEndpointRefused, ConnectEndpointFailed or an Aws condition.</exception>
    public static async Task<EndpointSshRelay> OpenAsync(EndpointConnector connector, EndpointTarget target, CancellationToken cancel)
    {
        var relay = new EndpointSshRelay();
        try
        {
            var remote = await connector.OpenAsync(target, cancel).ConfigureAwait(false);
            relay._running = Task.Run(() => relay.RunAsync(remote), CancellationToken.None);
            return relay;
        }
        catch
        {
            await relay.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the tunnel and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _running.ConfigureAwait(false);
        _connection.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(IEndpointSocket remote)
    {
        try
        {
            using var local = await _connection.AcceptAsync(_stop.Token).ConfigureAwait(false);
            await new EndpointRelay(remote, new TunnelTraffic(), SystemClock.Instance).CarryAsync(local, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // ssh has ended, which is what ends a relay.
        }
        catch (Ec2KeyPairException e)
        {
            Failure = e;
        }
        finally
        {
            remote.Dispose();
        }
    }
}
