using System.Net.Sockets;

namespace Ec2KeyPair.Core.Ssh.Ways;

/// <summary>TCP's keep-alive (RFC 9293 section 3.8.4): firewalls keep a silent connection, and one whose other side is gone breaks within two minutes.</summary>
internal static class KeepAlive
{
    private const int Seconds = 30;
    private const int Attempts = 3;

    internal static void Enable(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
#if NET8_0_OR_GREATER
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Attempts);
#else
        if (!Store.Files.Platform.IsWindows) return; // .NET Framework runs on Windows only.
        // struct tcp_keepalive, mstcpip.h: on or off, milliseconds until the first probe, milliseconds between probes.
        var settings = new byte[12];
        BitConverter.GetBytes(1).CopyTo(settings, 0);
        BitConverter.GetBytes(Seconds * 1000).CopyTo(settings, 4);
        BitConverter.GetBytes(Seconds * 1000 / Attempts).CopyTo(settings, 8);
        socket.IOControl(IOControlCode.KeepAliveValues, settings, null);
#endif
    }
}
