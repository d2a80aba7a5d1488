using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Errors;

namespace Ec2KeyPair.Core.Tunnels;

/// <summary>A port on 127.0.0.1 that takes one connection and then listens no longer.</summary>
public sealed class OneConnection : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <summary>Listens on a free port.</summary>
    /// <exception cref="Ec2KeyPairException">LocalPortUnavailable.</exception>
    public OneConnection()
    {
        try
        {
            _listener.Start(1);
        }
        catch (SocketException e)
        {
            throw new Ec2KeyPairException(
                ErrorCondition.LocalPortUnavailable, $"No local port can be listened on: {e.Message}", innerException: e);
        }
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The connection.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before there was one.</exception>
    public async Task<NetworkStream> AcceptAsync(CancellationToken cancel)
    {
        using (cancel.Register(_listener.Stop))
        {
            try
            {
                var client = await AcceptOneAsync().ConfigureAwait(false);
                client.NoDelay = true;
                return client.GetStream();
            }
            catch (Exception e) when (cancel.IsCancellationRequested && e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                throw new OperationCanceledException(cancel);
            }
            finally
            {
                _listener.Stop();
            }
        }
    }

    // Only stopping the listener ends this on both targets.
    private Task<TcpClient> AcceptOneAsync() => _listener.AcceptTcpClientAsync();

    /// <inheritdoc/>
    public void Dispose() => _listener.Stop();
}
