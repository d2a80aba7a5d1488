using System.Net;
using System.Net.Sockets;

namespace Ec2KeyPair.Module.Tests.Sessions;

/// <summary>A TCP server on loopback that does the same with every connection.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<NetworkStream, Task> _serve;

    internal EchoServer(Func<NetworkStream, Task>? serve = null)
    {
        _serve = serve ?? (stream => stream.CopyToAsync(stream));
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    internal int Port { get; }

    internal static async Task<NetworkStream> ConnectAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client.GetStream();
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await _serve(client.GetStream());
            }
            catch (IOException)
            {
                // The client left.
            }
        }
    }
}
