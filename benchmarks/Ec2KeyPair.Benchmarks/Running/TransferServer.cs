using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ec2KeyPair.Benchmarks.Running;

/// <summary>The far end of a tunnel, and what is done through it: the first byte says what, u(pload), d(ownload) or e(cho).</summary>
internal sealed class TransferServer : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _downloadMegabytes;

    internal TransferServer(int downloadMegabytes)
    {
        _downloadMegabytes = downloadMegabytes;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    internal int Port { get; }

    /// <summary>Sends so many megabytes, and waits until the far end has them all.</summary>
    internal static void Upload(int port, int megabytes)
    {
        using var client = Connect(port, 'u');
        var stream = client.GetStream();
        stream.Write(BitConverter.GetBytes(megabytes));
        var buffer = new byte[BufferSize];
        for (var left = megabytes * (1024L * 1024); left > 0; left -= buffer.Length) stream.Write(buffer);
        stream.ReadExactly(buffer, 0, 1);
    }

    /// <summary>Gets so many megabytes.</summary>
    internal static void Download(int port, int megabytes)
    {
        using var client = Connect(port, 'd');
        var stream = client.GetStream();
        var buffer = new byte[BufferSize];
        for (var left = megabytes * (1024L * 1024); left > 0;)
        {
            var count = stream.Read(buffer);
            if (count == 0) throw new InvalidOperationException("The download broke off.");
            left -= count;
        }
    }

    /// <summary>Median milliseconds for so many bytes there and back.</summary>
    internal static double RoundTrip(int port, int size, int times)
    {
        using var client = Connect(port, 'e');
        var stream = client.GetStream();
        var buffer = new byte[size];
        return Paired.Median(Enumerable.Range(0, times).Select(_ => 1000 * Paired.Time(() =>
        {
            stream.Write(buffer);
            stream.ReadExactly(buffer);
        })).ToList());
    }

    /// <summary>Opens, uses and closes so many connections, one after the other.</summary>
    internal static void Connections(int port, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var client = Connect(port, 'e');
            var stream = client.GetStream();
            stream.WriteByte(1);
            if (stream.ReadByte() != 1) throw new InvalidOperationException("The connection broke off.");
        }
    }

    public void Dispose() => _listener.Dispose();

    private static TcpClient Connect(int port, char what)
    {
        var client = new TcpClient { NoDelay = true };
        client.Connect(IPAddress.Loopback, port);
        client.GetStream().WriteByte((byte)what);
        return client;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                client.NoDelay = true;
                _ = Task.Run(() => ServeAsync(client));
            }
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
            var stream = client.GetStream();
            var buffer = new byte[BufferSize];
            try
            {
                if (await stream.ReadAsync(buffer.AsMemory(0, 1)) == 0) return;
                switch ((char)buffer[0])
                {
                    case 'u':
                        await stream.ReadExactlyAsync(buffer.AsMemory(0, 4));
                        for (var left = BitConverter.ToInt32(buffer) * (1024L * 1024); left > 0;) left -= await stream.ReadAsync(buffer);
                        await stream.WriteAsync(buffer.AsMemory(0, 1));
                        break;
                    case 'd':
                        for (var left = _downloadMegabytes * (1024L * 1024); left > 0; left -= buffer.Length) await stream.WriteAsync(buffer);
                        break;
                    default:
                        await stream.CopyToAsync(stream);
                        break;
                }
            }
            catch (IOException)
            {
                // The client left.
            }
        }
    }
}
