using System.Net;
using System.Net.Sockets;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.AgentSide;

/// <summary>Where an agent connects to. Loopback only: this endpoint's traffic leaves the machine for nobody.</summary>
internal sealed class PortDestination(string? host, Instance? instance, int port)
{
    private static readonly string[] Forbidden =
        ["169.254.169.254", "169.254.169.253", "169.254.169.123", "169.254.169.250", "169.254.169.251", "fd00:ec2::254", "fd00:ec2::253", "fd00:ec2::123", "fd00:ec2::240"];

    /// <summary>The text with which agents refuse an address; null when they don't.</summary>
    internal string? Refusal => host is not null && IPAddress.TryParse(host, out var address) && Forbidden.Any(one => IPAddress.Parse(one).Equals(address))
        ? $"Forwarding to IP address {host} is forbidden."
        : null;

    internal async Task<NetworkStream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // An instance with a real server has a loopback address of its own.
            var own = instance?.Server is { } server && server.Port == port ? IPAddress.Parse(server.Host) : IPAddress.Loopback;
            await socket.ConnectAsync(own, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
