using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.Core.Connect.Rdp;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

/// <summary>A TCP server on loopback that does with each connection what the test says, and keeps what came first.</summary>
internal sealed class ScriptedServer : IDisposable
{
    internal const string OffersTls = "030000130ED000001234000200080001000000";
    internal const string OffersCredSsp = "030000130ED000001234000209080002000000";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<NetworkStream, Task> _serve;

    internal ScriptedServer(Func<NetworkStream, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        Address = new RdpAddress("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _ = AcceptAsync();
    }

    internal RdpAddress Address { get; }

    /// <summary>The first 19 bytes of each connection.</summary>
    internal List<byte[]> Requests { get; } = [];

    /// <summary>Answers the request with these bytes and closes.</summary>
    internal static ScriptedServer Answering(string hex) => new(async stream => await stream.WriteAsync(Convert.FromHexString(hex)));

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
            try
            {
                var request = new byte[19];
                await client.GetStream().ReadExactlyAsync(request);
                lock (Requests) Requests.Add(request);
                await _serve(client.GetStream());
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client left.
            }
        }
    }
}
