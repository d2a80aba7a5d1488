using System.Net.Sockets;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Agent;

/// <summary>A Unix socket in a new folder that nobody else can enter.</summary>
#if NET
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
#endif
internal sealed class UnixSocketListener : IAgentListener
{
    // sockaddr_un has room for 104 bytes on macOS and 108 on Linux (unix(4), unix(7)).
    private const int LongestPath = 103;
    private const int Backlog = 8;
    private readonly PrivateTemporaryFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private volatile bool _isDisposed;

    internal UnixSocketListener()
    {
        Address = Path.Combine(_folder.Path, "agent");
        try
        {
            if (Address.Length > LongestPath) throw new IOException($"'{Address}' is too long for a socket: set TMPDIR to a shorter path");
            _socket.Bind(UnixSocket.EndPointOf(Address));
            UnixFile.MakePrivate(Address, isFolder: false);
            _socket.Listen(Backlog);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Address { get; }

    public async Task<Stream?> AcceptAsync()
    {
        while (true)
        {
            try
            {
                return new NetworkStream(await _socket.AcceptAsync().ConfigureAwait(false), ownsSocket: true);
            }
            catch (Exception e) when (_isDisposed && e is SocketException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException)
            {
                // A client that was gone before it was taken, or no file handles left: the others wait, and so do we.
                await Task.Delay(100).ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _socket.Dispose();
        _folder.Dispose();
    }
}
