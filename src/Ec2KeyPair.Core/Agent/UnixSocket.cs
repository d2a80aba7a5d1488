using System.Net;
using System.Net.Sockets;
#if !NET
using System.Text;
#endif

namespace Ec2KeyPair.Core.Agent;

/// <summary>Unix domain sockets.</summary>
internal static class UnixSocket
{
    /// <summary>Connects; sending and receiving give up after the patience.</summary>
    internal static NetworkStream Connect(string path, TimeSpan patience)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendTimeout = (int)patience.TotalMilliseconds,
            ReceiveTimeout = (int)patience.TotalMilliseconds,
        };
        try
        {
            socket.Connect(EndPointOf(path));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

#if NET
    internal static EndPoint EndPointOf(string path) => new UnixDomainSocketEndPoint(path);
#else
    internal static EndPoint EndPointOf(string path) => new PathEndPoint(path);

    // netstandard2.0 has no UnixDomainSocketEndPoint; sockaddr_un is the family and the path (unix(7)).
    private sealed class PathEndPoint(string path) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override SocketAddress Serialize()
        {
            var bytes = Encoding.UTF8.GetBytes(path);
            var address = new SocketAddress(AddressFamily.Unix, 2 + bytes.Length + 1);
            for (var i = 0; i < bytes.Length; i++) address[2 + i] = bytes[i];
            return address;
        }

        // Of a client that connects: it has no path.
        public override EndPoint Create(SocketAddress socketAddress) => this;
    }
#endif
}
